package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.CallerAuthentication;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.security.TokenRefusedException;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Identifies the caller of a request by token or scrape token, and refuses requests with an invalid one. Skips the live
 * page, which needs no token. Health requests pass even with an invalid token, since a load balancer needs an answer whatever token a proxy
 * adds and whether or not the issuer's keys are available.
 */
final class CallerFilter extends OncePerRequestFilter {

    // The limit refills within a minute.
    private static final Problem TOO_MANY_ATTEMPTS = Problem.of(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "RATE_LIMIT_EXCEEDED",
                    "At most " + ScrapeAccess.FAILURES_PER_MINUTE
                            + " requests with an invalid token per minute from one address; correct the token")
            .withHeader(HttpHeaders.RETRY_AFTER, "60");

    private final RequestGuard guard;
    private final ScrapeAccess scraping;
    private final Audit audit;
    private final RequestMatcher page;
    private final RequestMatcher health;

    /**
     * @param page matches the live page and its files
     * @param health matches the health endpoint
     */
    CallerFilter(RequestGuard guard, ScrapeAccess scraping, Audit audit, RequestMatcher page, RequestMatcher health) {
        this.guard = guard;
        this.scraping = scraping;
        this.audit = audit;
        this.page = page;
        this.health = health;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller;
        try {
            caller = scraping.callerOf(request).or(() -> guard.callerOf(request));
        } catch (TokenRefusedException e) {
            refuse(e, request, response, chain);
            return;
        }
        caller.ifPresent(CallerFilter::remember);
        chain.doFilter(request, response);
    }

    private void refuse(
            TokenRefusedException refusal, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String address = request.getRemoteAddr();
        boolean isAttempt = scraping.isAttempt(request, refusal.denial());
        boolean tooMany = isAttempt && !scraping.mayFailAgain(address);
        if (health.matches(request)) {
            // Probes with a foreign token are usual and not recorded, unless it may be a guess at the scrape token.
            if (isAttempt && !tooMany) {
                audit.refused(refusal.denial(), null, null, address, AuditFact.of(request));
            }
            chain.doFilter(request, response);
            return;
        }
        audit.refused(refusal.denial(), null, null, address);
        Problem problem = tooMany ? TOO_MANY_ATTEMPTS : DenialProblem.of(refusal.denial(), refusal.detail());
        problem.writeTo(response);
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
