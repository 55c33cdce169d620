package com.pfavanguard.sync.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What the guards of the web server would say to a request that has not come to them yet; asking does neither answer nor
 * audit it. Whoever lets a request past them asks here first, and sends it to them if anything speaks against it. Safe
 * for any thread.
 */
public interface RequestGuard {

    /** Whether the host it is addressed to and the page it comes from, if any, are such as may be answered. */
    boolean allowsOrigin(HttpServletRequest request);

    /**
     * Who sends it; empty if it has no token and needs one. What is found out of a token is remembered with the request.
     *
     * @throws TokenRefusedException if its token is not good
     */
    Optional<Caller> callerOf(HttpServletRequest request);
}
