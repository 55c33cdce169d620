package com.pfavanguard.sync.producer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Configures a {@link SyncEventPublisher} for an application with one {@link ConnectionFactory}, such as those of {@code
 * spring-boot-starter-activemq} and {@code spring-boot-starter-artemis}. With Micrometer's {@code MeterRegistry} it
 * counts, with an {@code ObservationRegistry} it traces.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.activemq.autoconfigure.ActiveMQAutoConfiguration",
            "org.springframework.boot.artemis.autoconfigure.ArtemisAutoConfiguration",
            "org.springframework.boot.jms.autoconfigure.JndiConnectionFactoryAutoConfiguration"
        })
@ConditionalOnClass(ConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "sync.producer.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SyncProducerProperties.class)
public class SyncProducerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(ConnectionFactory.class)
    SyncEventPublisher syncEventPublisher(
            ConnectionFactory connectionFactory,
            SyncProducerProperties properties,
            ObjectProvider<PublishCounts> counts,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<SyncEventFailureHandler> failures) {
        return new JmsSyncEventPublisher(
                connectionFactory,
                properties.retryFor(),
                counts.getIfAvailable(() -> PublishCounts.NONE),
                observations.getIfUnique(() -> ObservationRegistry.NOOP),
                failures.getIfAvailable(JmsSyncEventPublisher::logged));
    }

    /** Apart, since {@code micrometer-core} is optional. Has no stereotype, or the gateway's component scan found it. */
    @ConditionalOnClass(MeterRegistry.class)
    static class MetricsConfiguration {

        @Bean
        PublishCounts syncPublishCounts(ObjectProvider<MeterRegistry> registry) {
            MeterRegistry unique = registry.getIfUnique();
            return unique == null ? PublishCounts.NONE : new MeteredPublishCounts(unique);
        }
    }
}
