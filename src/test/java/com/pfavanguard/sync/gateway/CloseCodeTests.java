package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.security.Denial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTests {

    @Test
    void theReadmeHasTheSameTable() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.matches("\\| [1-4]\\d{3} \\| `.*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(CloseCode.values())
                        .map(CloseCodeTests::row)
                        .toList());
    }

    private static String row(CloseCode code) {
        return "| %d | `%s` | %s | %s | %s |"
                .formatted(
                        code.code(),
                        code.name(),
                        code.reason(),
                        code.comeBack() ? "yes" : "no",
                        code.comeBack() ? code.after().toSeconds() + " s" : "");
    }

    @ParameterizedTest
    @EnumSource
    void aReasonFitsACloseFrame(CloseCode code) {
        assertThat(code.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
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
