package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has all clients told when the broker link has been down for longer than {@code sync.gateway.link-grace}, and when it
 * is back. Without this they could not tell an outage from a quiet hour. Used by the sweep's thread alone.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class LinkGrace {

    private static final Logger log = LoggerFactory.getLogger(LinkGrace.class);

    private final BrokerLinkStatus link;
    private final EventStream stream;
    private final SessionRegistry sessions;
    private final Duration grace;
    private boolean told;

    LinkGrace(BrokerLinkStatus link, EventStream stream, SessionRegistry sessions, GatewayProperties properties) {
        this.link = link;
        this.stream = stream;
        this.sessions = sessions;
        this.grace = properties.linkGrace();
    }

    void check() {
        if (link.isUp()) {
            if (told) {
                told = false;
                stream.restored();
                log.info("{} sessions are told that events come again (STREAM_RESTORED)", sessions.size());
            }
        } else if (!told && link.lasting().compareTo(grace) > 0 && !link.isUp()) {
            told = true;
            stream.interrupted(link.since());
            log.warn(
                    "The broker link has been down for longer than sync.gateway.link-grace ({} ms); {} sessions are told"
                            + " that no new events come (STREAM_INTERRUPTED)",
                    grace.toMillis(),
                    sessions.size());
        }
    }
}
