package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import com.pfavanguard.sync.testing.TestGateway;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogEventCounterIT {

    @Test
    void countsWithoutAFilterThatEveryLogStatementMustAsk(@TempDir Path data) {
        try (TestGateway gateway = TestGateway.start(data)) {
            assertThat(gateway.bean(MeterRegistry.class)
                            .get("logback.events")
                            .tag("level", "info")
                            .counter()
                            .count())
                    .isPositive();
            assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList())
                    .isEmpty();
        }
    }
}
