package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether clients of this gateway hear of new events; part of readiness. A broker that blinks does not flap it: the
 * link may be down for {@code sync.gateway.link-grace} before this says so. A gateway whose link has never been up is
 * not ready at all, since it does not know the recent past yet.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class BrokerLinkHealthIndicator implements HealthIndicator {

    private final BrokerLinkStatus link;
    private final Duration grace;
    private final Clock clock;

    BrokerLinkHealthIndicator(BrokerLinkStatus link, GatewayProperties properties, Clock clock) {
        this.link = link;
        this.grace = properties.linkGrace();
        this.clock = clock;
    }

    @Override
    public Health health() {
        boolean up = link.isUp();
        // A clock set back must not prolong it.
        Duration since = Duration.between(link.since(), clock.instant());
        boolean blink = link.hasBeenUp() && !since.isNegative() && since.compareTo(grace) < 0;
        return (up || blink ? Health.up() : Health.outOfService())
                .withDetail("broker", link.broker())
                .withDetail("link", up ? "up" : "down")
                .withDetail("since", link.since().toString())
                .build();
    }
}
