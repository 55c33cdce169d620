package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens made before a moment are no longer good.
 *
 * @param userId whose; {@code null} for everybody's
 * @param organizationId for which organization; {@code null} for all of the user's
 * @param at tokens made before it are concerned
 */
public record Revocation(@Nullable String userId, @Nullable OrganizationId organizationId, Instant at) {

    public Revocation {
        if (userId == null && organizationId == null) {
            throw new IllegalArgumentException("A revocation names a user, an organization or both");
        }
    }
}
