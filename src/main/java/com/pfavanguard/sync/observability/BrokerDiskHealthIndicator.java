package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerDisk;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Reports whether the embedded broker has disk space left; part of readiness, since without it publishing is refused.
 * Checks the disk of the broker's data; Boot's own indicator checks the one of the working directory.
 */
@Component
class BrokerDiskHealthIndicator extends EmbeddedBrokerHealth {

    BrokerDiskHealthIndicator(ObjectProvider<EmbeddedBroker> broker) {
        super(broker);
    }

    @Override
    Health health(EmbeddedBroker embedded) {
        BrokerDisk disk = embedded.disk();
        return (disk.isShort() ? Health.outOfService() : Health.up())
                .withDetail("publishing", disk.isShort() ? "refused until more is free" : "taken")
                .withDetail("directory", disk.directory().toString())
                .withDetail("free", disk.free())
                .withDetail("mustBeFree", disk.minFree())
                .build();
    }
}
