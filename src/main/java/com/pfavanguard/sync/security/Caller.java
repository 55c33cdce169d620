package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The user or service that sent a request or opened a session, with its permissions. Immutable and small, since a
 * gateway keeps one per session.
 */
public interface Caller {

    /** Id of the user, for audit and revocation. */
    String userId();

    /** User name, for audit and as the author of an edit that names none; 1 to 100 characters. */
    String name();

    /** Why the caller lacks this permission in the organization; empty if it has it. */
    Optional<Denial> denial(Permission permission, OrganizationId organizationId);

    default boolean may(Permission permission, OrganizationId organizationId) {
        return denial(permission, organizationId).isEmpty();
    }

    /** The organizations in which the caller has the permission; empty for the anonymous caller, who has it in all. */
    Set<OrganizationId> organizationsWith(Permission permission);

    /** Whether the caller has the permission in at least one organization. */
    default boolean mayAnywhere(Permission permission) {
        return !organizationsWith(permission).isEmpty();
    }

    /** When the token was issued; {@link Instant#EPOCH} if it does not say. */
    Instant issuedAt();

    /** When the token expires; {@link Instant#MAX} if it never does. */
    Instant expiresAt();

    /**
     * Whether sessions of the caller must be closed at that moment. Without the clock skew that single requests are
     * granted: a session opened within it would be closed at once, reconnect and be closed again.
     */
    default boolean hasExpired(Instant moment) {
        return !moment.isBefore(expiresAt());
    }

    /** The same caller with the permissions in this organization only. */
    Caller within(OrganizationId organizationId);

    /** Whether this caller is not a known user, as in open mode. */
    default boolean isAnonymous() {
        return false;
    }
}
