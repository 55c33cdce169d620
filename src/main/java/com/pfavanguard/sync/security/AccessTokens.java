package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Optional;

/**
 * Decides whether an access token is valid and whose it is, for REST and WebSocket alike. Safe for any thread. May fetch
 * the issuer's keys, which takes up to some seconds.
 */
public interface AccessTokens {

    /** The caller of a request without a token; empty if a token is required. */
    Optional<Caller> withoutToken();

    /**
     * The caller to whom this token was issued.
     *
     * @throws TokenRefusedException if the token is not valid; the message contains no part of the token
     */
    Caller callerOf(String token);

    /** Whether the caller's access to the organization was revoked after its token was checked. */
    boolean isRevoked(Caller caller, OrganizationId organizationId);
}
