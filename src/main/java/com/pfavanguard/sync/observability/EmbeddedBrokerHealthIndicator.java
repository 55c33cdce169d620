package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.EmbeddedBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the embedded broker serves; part of liveness, since a restart may help where starting it again in place does
 * not. Says nothing of an external broker.
 */
@Component
class EmbeddedBrokerHealthIndicator implements HealthIndicator {

    private final ObjectProvider<EmbeddedBroker> broker;

    EmbeddedBrokerHealthIndicator(ObjectProvider<EmbeddedBroker> broker) {
        this.broker = broker;
    }

    @Override
    public Health health() {
        EmbeddedBroker embedded = broker.getIfAvailable();
        if (embedded == null) {
            return Health.up().withDetail("broker", "external").build();
        }
        String failure = embedded.failure();
        return failure == null
                ? Health.up().build()
                : Health.down().withDetail("failure", failure).build();
    }
}
