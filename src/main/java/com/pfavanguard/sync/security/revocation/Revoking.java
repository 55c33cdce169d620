package com.pfavanguard.sync.security.revocation;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.ConditionalOnMode;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Revokes access for an administrator whose permission has been checked, and audits it. */
@Component
@ConditionalOnMode(Mode.JWT)
class Revoking {

    private final RevocationFeed feed;
    private final Audit audit;
    private final Clock clock;
    private final Duration clockSkew;

    Revoking(RevocationFeed feed, Audit audit, Clock clock, SecurityProperties properties) {
        this.feed = feed;
        this.audit = audit;
        this.clock = clock;
        this.clockSkew = properties.jwt().clockSkew();
    }

    /**
     * Revokes access at once, in one organization after the other.
     *
     * @param userId {@code null} for all users
     * @return tokens issued before this moment are refused
     * @throws org.springframework.jms.JmsException if the broker cannot be reached
     */
    Instant revoke(
            @Nullable String userId,
            Collection<OrganizationId> organizations,
            Caller administrator,
            @Nullable String address) {
        // An issuer whose clock is ahead gives tokens of this moment a later iat.
        Instant at = clock.instant().plus(clockSkew).truncatedTo(ChronoUnit.MILLIS);
        for (OrganizationId organizationId : organizations) {
            Revocation revocation = new Revocation(userId, organizationId, at);
            feed.publish(revocation);
            audit.revoked(administrator, revocation, address);
        }
        return at;
    }
}
