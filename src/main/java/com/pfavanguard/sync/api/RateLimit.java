package com.pfavanguard.sync.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.Timestamps;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Permission;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Refuses requests of a user who asks too often (domain.md, "Request limits"), before the body is read, and adds to
 * every answer how many are left. An organization counts for itself if the address names it and the user is one of its
 * own; otherwise all naming would be a way around. It lives in the process and so cannot be out of reach. Safe for any
 * thread.
 */
final class RateLimit implements HandlerInterceptor {

    private static final String ORGANIZATION = "organizationId";

    // By far more than ask within a minute. Whoever is forgotten begins anew.
    private static final int MOST_KEPT = 20_000;

    private record Key(String userId, String organizationId, String operation) {}

    private final Map<String, Integer> perMinute;
    private final Callers callers;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    RateLimit(ApiProperties limits, Callers callers, MeterRegistry meters, Clock clock) {
        this.perMinute = Map.of(
                "write-sync", limits.writesPerMinute(),
                "sync-status", limits.statusPerMinute(),
                "conflicts", limits.conflictsPerMinute(),
                "failed", limits.failedPerMinute(),
                "revocations", limits.revocationsPerMinute(),
                "sample-write", limits.sampleWritesPerMinute());
        this.callers = callers;
        this.meters = meters;
        this.clock = clock;
        perMinute.keySet().forEach(operation -> meters.counter("sync.api.limits", "operation", operation));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String operation = operation(request);
        Integer limit = perMinute.get(operation);
        Caller caller = callers.known().orElse(null);
        if (limit != null && caller != null && !caller.isAnonymous()) {
            String organizationId = organization(named(request), caller);
            Key key = new Key(caller.userId(), organizationId, operation);
            count(buckets.get(key, missing -> bucket(limit)), limit, operation, response);
        }
        return true;
    }

    // Off the controller's own path: the one that was asked for may be written with escapes, which Spring reads.
    private String operation(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null
                ? ""
                : Arrays.stream(pattern.toString().split("/"))
                        .filter(perMinute::containsKey)
                        .findFirst()
                        .orElse("");
    }

    private static @Nullable String named(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables instanceof Map<?, ?> inPath && inPath.get(ORGANIZATION) instanceof String named
                ? named
                : request.getParameter(ORGANIZATION);
    }

    private static String organization(@Nullable String named, Caller caller) {
        if (named == null || !OrganizationId.isValid(named)) {
            return "";
        }
        return caller.may(Permission.READ, new OrganizationId(named)) ? named : "";
    }

    private static Bucket bucket(int limit) {
        return Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit).refillGreedy(limit, Duration.ofMinutes(1)))
                // By monotonic time: by default, nothing would come back while a clock that was set back catches up.
                .withNanosecondPrecision()
                .build();
    }

    private void count(Bucket bucket, int limit, String operation, HttpServletResponse response) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        long reset = seconds(probe.getNanosToWaitForReset());
        response.setHeader("RateLimit-Limit", Integer.toString(limit));
        response.setHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        response.setHeader("RateLimit-Reset", Long.toString(reset));
        if (!probe.isConsumed()) {
            meters.counter("sync.api.limits", "operation", operation).increment();
            long retryAfter = seconds(probe.getNanosToWaitForRefill());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
            throw new ApiException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    ErrorCode.RATE_LIMIT_EXCEEDED,
                    "At most " + limit + " requests a minute to " + operation
                            + "; nothing was changed, try again later",
                    Map.of(
                            "retryAfter",
                            retryAfter,
                            "limit",
                            limit,
                            "remaining",
                            0,
                            "resetAt",
                            Timestamps.format(clock.instant().plusSeconds(reset))));
        }
    }

    // At least one, and never too early.
    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
