package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.Timestamps;
import com.pfavanguard.sync.gateway.stream.Notice;
import java.time.Clock;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Builds the notices about a session's token. They are shaped like events, with types that no event has. */
final class TokenNotices {

    private TokenNotices() {}

    static Notice expiring(OrganizationId organizationId, Instant expiresAt, Clock clock) {
        return notice("TOKEN_EXPIRING", organizationId, expiresAt, clock);
    }

    static Notice refreshed(OrganizationId organizationId, Instant expiresAt, Clock clock) {
        return notice("AUTH_REFRESHED", organizationId, expiresAt, clock);
    }

    /** The new token could not be checked; the client should try again before the old one expires. */
    static Notice notRefreshed(OrganizationId organizationId, Instant expiresAt, Clock clock) {
        return notice("AUTH_REFRESH_FAILED", organizationId, expiresAt, clock);
    }

    private static Notice notice(String type, OrganizationId organizationId, Instant expiresAt, Clock clock) {
        return position -> {
            JsonMapper json = JsonMapper.shared();
            ObjectNode message = json.createObjectNode()
                    .put("type", type)
                    .put("organizationId", organizationId.value())
                    .put("timestamp", Timestamps.format(clock.instant()));
            if (!expiresAt.equals(Instant.MAX)) {
                message.put("expiresAt", Timestamps.format(expiresAt));
            }
            return json.writeValueAsBytes(message.put("eventId", position));
        };
    }
}
