package com.pfavanguard.sync.security.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.IpAddress;
import com.pfavanguard.sync.security.TokenRefusedException;
import io.github.bucket4j.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Accepts a scrape token for metrics and health details, and for no other address, and limits the attempts with invalid
 * tokens there per network address. A valid token is accepted from an address over the limit too: otherwise anyone
 * behind the same proxy could blind the monitoring, and a token of 32 characters is not found by guessing. Safe for any
 * thread.
 */
final class ScrapeAccess {

    static final int FAILURES_PER_MINUTE = 20;

    // Far more than try within two minutes. A forgotten address starts anew.
    private static final int MOST_ADDRESSES = 10_000;

    private final ScrapeTokens tokens;
    private final RequestMatcher figures;
    private final TokenInRequest tokenInRequest = new TokenInRequest(false);
    private final Cache<String, Bucket> failures = Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    /** @param figures matches the requests for which a scrape token is valid */
    ScrapeAccess(ScrapeTokens tokens, RequestMatcher figures) {
        this.tokens = tokens;
        this.figures = figures;
    }

    /**
     * The scraper, if the request has a scrape token and asks for metrics or health.
     *
     * @throws TokenRefusedException if it has more than one token
     */
    Optional<Caller> callerOf(HttpServletRequest request) {
        return isGuarded(request)
                ? tokenInRequest.find(request).filter(tokens::contains).map(token -> Scraper.SCRAPER)
                : Optional.empty();
    }

    /** Whether a refusal of the request's token counts as a failed attempt. */
    boolean isAttempt(HttpServletRequest request, Denial refusal) {
        return refusal != Denial.SERVICE_UNAVAILABLE && isGuarded(request);
    }

    /** Counts a failed attempt; false if there were too many from this address. */
    boolean mayFailAgain(String address) {
        return failures.get(IpAddress.network(address), key -> bucket()).tryConsume(1);
    }

    private boolean isGuarded(HttpServletRequest request) {
        return !tokens.isEmpty() && figures.matches(request);
    }

    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(FAILURES_PER_MINUTE).refillGreedy(FAILURES_PER_MINUTE, Duration.ofMinutes(1)))
                // Monotonic time, so that setting the clock back does not stop the refill.
                .withNanosecondPrecision()
                .build();
    }
}
