package com.pfavanguard.sync.observability;

import io.github.bucket4j.TimeMeter;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Sampling;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says how Spring Boot's OpenTelemetry hands traces on, and which of them it records and sends. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingProperties.class)
class TracingConfiguration {

    /** Records nothing unless someone takes it; ids are made and handed on all the same. */
    @Bean
    Sampler syncSampler(
            ObjectProvider<SpanExporter> exporters,
            org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties boot,
            TracingProperties properties) {
        if (exporters.stream().findAny().isEmpty()) {
            return Sampler.alwaysOff();
        }
        Sampling sampling = boot.getSampling();
        return new SamplingPolicy(
                sampling.getProbability(),
                properties,
                () -> ThreadLocalRandom.current().nextDouble(),
                TimeMeter.SYSTEM_NANOTIME);
    }

    @Bean
    ContextPropagators syncPropagators() {
        return ContextPropagators.create(new TraceParentOnly());
    }

    /** Monitoring asks for health and metrics all the time, and no edit depends on it. */
    @Bean
    SpanExportingPredicate noMonitoring() {
        return span -> !span.getName().startsWith("http get /actuator/");
    }
}
