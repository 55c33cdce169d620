package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to refuse tokens that were issued before a moment.
 *
 * @param userId whose tokens; {@code null} for those of all users
 * @param organizationId where they are refused; {@code null} for all organizations
 * @param at tokens issued before it are refused
 */
public record Revocation(@Nullable String userId, @Nullable OrganizationId organizationId, Instant at) {

    public Revocation {
        if (userId == null && organizationId == null) {
            throw new IllegalArgumentException("A revocation names a user, an organization or both");
        }
    }
}
