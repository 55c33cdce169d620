package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.security.Audit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    RecentFacts recentFacts(Clock clock) {
        return new RecentFacts(clock);
    }

    @Bean
    RecentRefusals recentRefusals(Clock clock) {
        return new RecentRefusals(clock);
    }

    @Bean
    Audit audit(MeterRegistry meters, Clock clock, RecentFacts facts, RecentRefusals refusals) {
        return new AuditLog(meters, clock, facts, refusals);
    }
}
