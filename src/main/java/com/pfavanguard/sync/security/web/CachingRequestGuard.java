package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.security.TokenRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Checks origin and token of a request, and stores the result of the token check with the request. */
final class CachingRequestGuard implements RequestGuard {

    // Checking a token may take a millisecond; a request pays for it once.
    private static final String FOUND = CachingRequestGuard.class.getName() + ".found";

    private final Origins origins;
    private final AccessTokens tokens;
    private final TokenInRequest tokenInRequest;

    CachingRequestGuard(Origins origins, AccessTokens tokens, TokenInRequest tokenInRequest) {
        this.origins = origins;
        this.tokens = tokens;
        this.tokenInRequest = tokenInRequest;
    }

    @Override
    public boolean allowsOrigin(HttpServletRequest request) {
        return origins.isAllowedHost(request) && origins.isAllowedOrigin(request);
    }

    @Override
    public Optional<Caller> callerOf(HttpServletRequest request) {
        Optional<Caller> anonymous = tokens.withoutToken();
        if (anonymous.isPresent()) {
            return anonymous;
        }
        Object found = request.getAttribute(FOUND);
        if (found instanceof Caller known) {
            return Optional.of(known);
        } else if (found instanceof TokenRefusedException refusal) {
            throw refusal;
        }
        return check(request);
    }

    private Optional<Caller> check(HttpServletRequest request) {
        try {
            Optional<Caller> caller = tokenInRequest.find(request).map(tokens::callerOf);
            caller.ifPresent(known -> request.setAttribute(FOUND, known));
            return caller;
        } catch (TokenRefusedException e) {
            request.setAttribute(FOUND, e);
            throw e;
        }
    }
}
