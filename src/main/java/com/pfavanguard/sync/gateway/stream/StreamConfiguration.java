package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.StatesProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.GATEWAY)
@EnableConfigurationProperties(StatesProperties.class)
class StreamConfiguration {

    @Bean
    BrokerTime brokerTime(Clock clock) {
        return new BrokerTime(clock, System::nanoTime);
    }

    // Spring Boot has neither if OpenTelemetry is switched off.
    @Bean
    EventTraces eventTraces(
            ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator, BrokerTime time, Clock clock) {
        return new EventTraces(
                tracer.getIfAvailable(() -> Tracer.NOOP),
                propagator.getIfAvailable(() -> Propagator.NOOP),
                time,
                clock);
    }
}
