package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.EmbeddedBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Base of indicators about the embedded broker. Always UP with an external one, whose health this process cannot judge. */
abstract class EmbeddedBrokerHealth implements HealthIndicator {

    private final ObjectProvider<EmbeddedBroker> broker;

    EmbeddedBrokerHealth(ObjectProvider<EmbeddedBroker> broker) {
        this.broker = broker;
    }

    @Override
    public final Health health() {
        EmbeddedBroker embedded = broker.getIfAvailable();
        return embedded == null ? Health.up().withDetail("broker", "external").build() : health(embedded);
    }

    abstract Health health(EmbeddedBroker embedded);
}
