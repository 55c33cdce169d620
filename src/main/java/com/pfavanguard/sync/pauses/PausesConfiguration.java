package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.messaging.ControlLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every process: an administrator may ask any of them, and each tells its users why edits wait. */
@Configuration(proxyBeanMethods = false)
class PausesConfiguration {

    @Bean
    WritePauses writePauses(ControlLog pauseLog, MeterRegistry meters) {
        WritePauses pauses = new WritePauses(() -> {
            List<PauseEntry> stored = new ArrayList<>();
            pauseLog.read(entry -> stored.add(PauseEntry.parse(entry)));
            return stored;
        });
        Gauge.builder(
                        "pems.sync.admin.paused.organizations",
                        pauses,
                        all -> all.ids().size())
                .description("Organizations whose edits an administrator has paused")
                .register(meters);
        return pauses;
    }

    @Bean
    PauseFeed pauseFeed(ControlLog pauseLog, WritePauses pauses, Clock clock) {
        return new PauseFeed(pauseLog, pauses, clock);
    }
}
