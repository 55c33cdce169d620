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
 * Whether clients of this gateway hear of new events; part of readiness. A broker that blinks does not flap it: the
 * link may be down for {@code sync.gateway.link-grace} before this says so. A gateway whose link has never been up is
 * not ready at all, since it does not know the recent past yet.
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
        boolean blink = link.hasBeenUp() && link.lasting().compareTo(grace) < 0;
        return (up || blink ? Health.up() : Health.outOfService())
                .withDetail("broker", link.broker())
                .withDetail("link", up ? "up" : "down")
                .withDetail("since", link.since().toString())
                .withDetail(
                        "gaps",
                        link.unwatched().map(why -> "not noticed: " + why).orElse("noticed"))
                .build();
    }
}
