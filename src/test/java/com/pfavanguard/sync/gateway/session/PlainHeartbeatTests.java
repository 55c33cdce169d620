package com.pfavanguard.sync.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHeartbeatTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1001, 1001", "60000, 60000"})
    void takesMilliseconds(String value, long milliseconds) throws InvalidFilterException {
        assertThat(PlainHeartbeat.interval(value)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "999", "60001", "-1000", "1e4", "10000,10000", "999999999999999999999"})
    void saysWhatIsWrong(String value) {
        assertThatThrownBy(() -> PlainHeartbeat.interval(value))
                .isInstanceOfSatisfying(
                        InvalidFilterException.class,
                        e -> assertThat(e.detail())
                                .isEqualTo(
                                        "heart-beat must be from 1000 to 60000 milliseconds, or 0; leave it out for no"
                                                + " heart-beats"));
    }

    @Test
    void allClientsOfAnIntervalShareOneMessage() {
        PlainHeartbeat one = PlainHeartbeat.every(Duration.ofMillis(9_001), SECOND);

        assertThat(one.message().getPayload()).isEqualTo("{\"type\":\"HEARTBEAT\",\"intervalMs\":10000}");
        assertThat(PlainHeartbeat.every(Duration.ofSeconds(10), SECOND).message())
                .isSameAs(one.message());
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "10, 10", "11, 11"})
    void noClientGetsAShorterIntervalThanIsSet(long asked, long granted) {
        assertThat(PlainHeartbeat.every(Duration.ofSeconds(asked), Duration.ofSeconds(10))
                        .every())
                .isEqualTo(Duration.ofSeconds(granted));
        assertThat(PlainHeartbeat.every(Duration.ofSeconds(asked), Duration.ofMinutes(5))
                        .every())
                .isEqualTo(Duration.ofMinutes(5));
    }
}
