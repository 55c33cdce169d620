package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Optional;

/** The one decision about a token, wherever it came in. Safe for any thread; may fetch keys, and then takes a moment. */
public interface AccessTokens {

    /** Who asks without a token; empty if that is nobody, as one is needed. */
    Optional<Caller> withoutToken();

    /**
     * Who holds this token.
     *
     * @throws TokenRefusedException if it is not good; no part of the token is in the message
     */
    Caller callerOf(String token);

    /** Whether a caller that was good once has been turned away from the organization since. */
    boolean isRevoked(Caller caller, OrganizationId organizationId);
}
