package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.CallerAuthentication;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.security.TokenRefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Identifies the caller of a request and refuses requests with an invalid token. Skips the live page, which needs no
 * token. Health requests pass even with an invalid token, since a load balancer needs an answer whatever token a proxy
 * adds and whether or not the issuer's keys are available.
 */
final class CallerFilter extends OncePerRequestFilter {

    private final RequestGuard guard;
    private final Audit audit;
    private final RequestMatcher page;
    private final RequestMatcher health;

    /**
     * @param page matches the live page and its files
     * @param health matches the health endpoint
     */
    CallerFilter(RequestGuard guard, Audit audit, RequestMatcher page, RequestMatcher health) {
        this.guard = guard;
        this.audit = audit;
        this.page = page;
        this.health = health;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller;
        try {
            caller = guard.callerOf(request);
        } catch (TokenRefusedException e) {
            if (health.matches(request)) {
                chain.doFilter(request, response);
                return;
            }
            audit.refused(e.denial(), null, null, request.getRemoteAddr());
            DenialProblem.of(e.denial(), e.detail()).writeTo(response);
            return;
        }
        caller.ifPresent(CallerFilter::remember);
        chain.doFilter(request, response);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return page.matches(request);
    }

    // SecurityContextHolderFilter clears it at the end of the request.
    private static void remember(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
    }
}
