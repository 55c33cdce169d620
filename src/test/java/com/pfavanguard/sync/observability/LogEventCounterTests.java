package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogEventCounterTests {

    private static final Logger log = LoggerFactory.getLogger(LogEventCounterTests.class);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private double count(String level) {
        return meters.get("logback.events").tag("level", level).counter().count();
    }

    @Test
    void countsWhatIsLoggedUntilTheEnd() {
        LogEventCounter counter = new LogEventCounter();
        counter.bindTo(meters);

        log.warn("One warning of this test's");
        log.debug("Below the level, so not logged");
        assertThat(count("warn")).isEqualTo(1);
        assertThat(count("debug")).isZero();

        counter.destroy();
        log.warn("Another warning of this test's");
        assertThat(count("warn")).isEqualTo(1);
    }
}
