package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.CallerAuthentication;
import com.pfavanguard.sync.security.TokenRefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request. A token that is not good ends it here, even where none is needed: whoever brings one
 * wants to know.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final AccessTokens tokens;
    private final TokenInRequest tokenInRequest;
    private final Audit audit;

    CallerFilter(AccessTokens tokens, TokenInRequest tokenInRequest, Audit audit) {
        this.tokens = tokens;
        this.tokenInRequest = tokenInRequest;
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller = tokens.withoutToken();
        if (caller.isEmpty()) {
            try {
                caller = tokenInRequest.find(request).map(tokens::callerOf);
            } catch (TokenRefusedException e) {
                audit.refused(e.denial(), null, null, request.getRemoteAddr());
                Problems.write(response, e.denial(), e.detail());
                return;
            }
        }
        caller.ifPresent(CallerFilter::remember);
        chain.doFilter(request, response);
    }

    // Forgotten again by SecurityContextHolderFilter, at the end of the request.
    private static void remember(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
    }
}
