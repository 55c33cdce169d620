package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Whoever sent the request at hand, or opened the session. Immutable and small: a gateway keeps one per session. */
public interface Caller {

    /** Identity of the user, for audit and revocation. */
    String userId();

    /** User name, for audit and as the author of an edit that names none; 1 to 100 characters. */
    String name();

    /** Why the caller may not; empty if it may. */
    Optional<Denial> denial(Permission permission, OrganizationId organizationId);

    default boolean may(Permission permission, OrganizationId organizationId) {
        return denial(permission, organizationId).isEmpty();
    }

    /** The organizations in which the caller has the permission; in open mode they cannot be listed. */
    Set<OrganizationId> organizationsWith(Permission permission);

    /** Whether the caller has the permission in one organization at least. */
    default boolean mayAnywhere(Permission permission) {
        return !organizationsWith(permission).isEmpty();
    }

    /** When the token was made; {@link Instant#EPOCH} if it does not say. */
    Instant issuedAt();

    /** From then on the caller is nobody; {@link Instant#MAX} if that never comes. */
    Instant expiresAt();

    /**
     * Whether a session of the caller must have ended by then. Sessions do not begin within the clock skew that single
     * requests are granted, since they would end at once, come back and end again.
     */
    default boolean hasExpired(Instant moment) {
        return !moment.isBefore(expiresAt());
    }

    /** The same caller, knowing of this organization only. */
    Caller within(OrganizationId organizationId);

    /** Whether this is no user known by name: nobody is in open mode. */
    default boolean isAnonymous() {
        return false;
    }
}
