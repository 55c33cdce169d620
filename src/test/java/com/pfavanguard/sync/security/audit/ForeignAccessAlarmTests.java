package com.pfavanguard.sync.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ForeignAccessAlarmTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-04T09:15:00Z");
    private final ForeignAccessAlarm tries =
            new ForeignAccessAlarm(((InstantSource) () -> now).withZone(ZoneOffset.UTC), meters);

    private double alarms() {
        return meters.counter("sync.security.foreign.alarms").count();
    }

    @Test
    void theSixthTryWithinAnHourRaisesTheAlarm() {
        for (int i = 0; i < 5; i++) {
            tries.note("u-1");
            tries.note("u-2");
        }
        assertThat(alarms()).isZero();

        tries.note("u-1");

        assertThat(alarms()).isEqualTo(1);
        assertThat(meters.counter("sync.security.foreign.tries").count()).isEqualTo(11);
    }

    @Test
    void triesThatAreFarApartDoNot() {
        for (int i = 0; i < 20; i++) {
            tries.note("u-1");
            now = now.plus(Duration.ofMinutes(15));
        }

        assertThat(alarms()).isZero();
    }

    @Test
    void theAlarmIsRaisedOnceInAnHourHoweverManyFollow() {
        for (int i = 0; i < 1_000; i++) {
            tries.note("u-1");
        }
        assertThat(alarms()).isEqualTo(1);

        now = now.plus(Duration.ofHours(1));
        for (int i = 0; i < 6; i++) {
            tries.note("u-1");
        }

        assertThat(alarms()).isEqualTo(2);
    }
}
