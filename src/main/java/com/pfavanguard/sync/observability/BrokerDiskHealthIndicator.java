package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerDisk;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the embedded broker has room to write what it is sent; part of readiness, since without it publishing is
 * refused. Looks where the data lie, unlike Boot's own, which looks at the working directory.
 */
@Component
class BrokerDiskHealthIndicator implements HealthIndicator {

    private final ObjectProvider<EmbeddedBroker> broker;

    BrokerDiskHealthIndicator(ObjectProvider<EmbeddedBroker> broker) {
        this.broker = broker;
    }

    @Override
    public Health health() {
        EmbeddedBroker embedded = broker.getIfAvailable();
        if (embedded == null) {
            return Health.up().withDetail("broker", "external").build();
        }
        BrokerDisk disk = embedded.disk();
        return (disk.isShort() ? Health.outOfService() : Health.up())
                .withDetail("publishing", disk.isShort() ? "refused until more is free" : "taken")
                .withDetail("directory", disk.directory().toString())
                .withDetail("free", disk.free())
                .withDetail("mustBeFree", disk.minFree())
                .build();
    }
}
