package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerSetup;
import com.pfavanguard.sync.gateway.GatewayProperties;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports whether the external broker has the queues, settings and rights that this process needs; part of readiness
 * (decision 0042). Its details say what is wrong and what to do.
 */
@Component
class BrokerSetupHealthIndicator implements HealthIndicator {

    // As long as the default of sync.gateway.link-grace, which only a gateway has.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final BrokerSetup setup;
    private final Duration grace;

    BrokerSetupHealthIndicator(BrokerSetup setup, ObjectProvider<GatewayProperties> gateway) {
        this.setup = setup;
        GatewayProperties properties = gateway.getIfAvailable();
        this.grace = properties == null ? GRACE : properties.linkGrace();
    }

    @Override
    public Health health() {
        if (!setup.inspects()) {
            return Health.up().withDetail("broker", "embedded").build();
        }
        Health.Builder health = setup.isFit(grace) ? Health.up() : Health.outOfService();
        List<String> problems = setup.problems();
        health.withDetail("problems", problems);
        setup.unreachable().ifPresent(reason -> health.withDetail("unreachable", reason));
        setup.inspectedAt().ifPresent(at -> health.withDetail("inspected", at.toString()));
        return health.build();
    }
}
