package com.pfavanguard.sync.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Tells whether the security filters would accept a request, without answering or auditing it. The handshake shortcut
 * asks it before it bypasses the filters (decision 0020), and sends refused requests to the filters, which answer them.
 * Safe for any thread.
 */
public interface RequestGuard {

    /** Whether the request's host, and its origin if it has one, are allowed. */
    boolean allowsOrigin(HttpServletRequest request);

    /**
     * The caller; empty if the request has no token and needs one. The result is stored with the request, so that the
     * filters do not check the token again.
     *
     * @throws TokenRefusedException if the token is not valid
     */
    Optional<Caller> callerOf(HttpServletRequest request);
}
