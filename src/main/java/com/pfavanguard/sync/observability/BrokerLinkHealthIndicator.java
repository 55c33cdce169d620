package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports whether clients of this gateway receive new events; part of readiness. The link may be down for {@code
 * sync.gateway.link-grace} first, so that short interruptions do not change readiness. Not ready until the link has been
 * up once, since before that the gateway has no recent events.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class BrokerLinkHealthIndicator implements HealthIndicator {

    private final BrokerLinkStatus link;
    private final Duration grace;

    BrokerLinkHealthIndicator(BrokerLinkStatus link, GatewayProperties properties) {
        this.link = link;
        this.grace = properties.linkGrace();
    }

    @Override
    public Health health() {
        boolean up = link.isUp();
        boolean interrupted = link.hasBeenUp() && link.lasting().compareTo(grace) < 0;
        return (up || interrupted ? Health.up() : Health.outOfService())
                .withDetail("broker", link.broker())
                .withDetail("link", up ? "up" : "down")
                .withDetail("since", link.since().toString())
                .withDetail(
                        "gaps",
                        link.unwatched().map(why -> "not noticed: " + why).orElse("noticed"))
                .build();
    }
}
