package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tells which tokens administrators have revoked. Every process knows the same revocations, since all read them from the
 * broker. Safe for any thread.
 */
public interface Revocations {

    /** Whether the user's tokens issued at that time are refused in all organizations. */
    boolean isRevoked(String userId, Instant issuedAt);

    /** Whether the user's tokens issued at that time, or all users', are refused in this organization. */
    boolean isRevoked(String userId, OrganizationId organizationId, Instant issuedAt);

    /** @param listener called for each new revocation, on the thread that read it; must not block */
    void onRevocation(Consumer<Revocation> listener);
}
