package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.security.Denial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTests {

    @ParameterizedTest
    @EnumSource
    void aReasonFitsACloseFrame(CloseCode code) {
        assertThat(code.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
    }

    @ParameterizedTest
    @EnumSource
    void aReasonWithTheLongestWaitFitsToo(CloseCode code) {
        assertThat(code.reason(Duration.ofDays(365)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(123);
    }

    @ParameterizedTest
    @EnumSource
    void theNumberSaysWhetherToComeBack(CloseCode code) {
        if (code.code() >= 4000) {
            assertThat(code.comeBack()).isEqualTo(code.code() < 4400);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyDenialEndsASessionWithACodeOfItsName(Denial denial) {
        assertThat(CloseCode.of(denial).name()).isEqualTo(denial.name());
    }
}
