package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.EmbeddedBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Reports whether the embedded broker runs; part of liveness, since restarting the process may help where restarting the
 * broker in place does not.
 */
@Component
class EmbeddedBrokerHealthIndicator extends EmbeddedBrokerHealth {

    EmbeddedBrokerHealthIndicator(ObjectProvider<EmbeddedBroker> broker) {
        super(broker);
    }

    @Override
    Health health(EmbeddedBroker embedded) {
        String failure = embedded.failure();
        return failure == null
                ? Health.up().build()
                : Health.down().withDetail("failure", failure).build();
    }
}
