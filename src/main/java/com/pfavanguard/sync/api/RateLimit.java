package com.pfavanguard.sync.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.Timestamps;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.Refusals;
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
 * Limits requests per user, organization and operation (domain.md, "Request limits"), before the body is read, and
 * reports the rest in headers. Organizations that the user may read are counted apart; all others share one count, so
 * that naming them does not get around the limit. Counts live in this process, so the limit works without the broker.
 * Safe for any thread.
 */
final class RateLimit implements HandlerInterceptor {

    private static final String ORGANIZATION = "organizationId";

    // Far more than send requests within a minute. A count that was dropped starts anew.
    private static final int MOST_KEPT = 20_000;

    private record Key(String userId, String organizationId, String operation) {}

    private final Map<String, Integer> perMinute;
    private final Callers callers;
    private final Refusals refusals;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    RateLimit(ApiProperties limits, Callers callers, Refusals refusals, MeterRegistry meters, Clock clock) {
        this.refusals = refusals;
        this.perMinute = Map.of(
                "write-sync", limits.writesPerMinute(),
                "sync-status", limits.statusPerMinute(),
                "conflicts", limits.conflictsPerMinute(),
                "failed", limits.failedPerMinute(),
                "revocations", limits.revocationsPerMinute(),
                "states", limits.statesPerMinute(),
                "events", limits.eventsPerMinute(),
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
            Bucket bucket = buckets.get(key, missing -> bucket(limit));
            count(bucket, key, limit, request.getRemoteAddr(), response);
        }
        return true;
    }

    // Taken from the controller's pattern: the request's path may contain escapes, which Spring has decoded.
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
                // Monotonic time: with the default clock, nothing is refilled while a clock that was set back catches
                // up.
                .withNanosecondPrecision()
                .build();
    }

    private void count(Bucket bucket, Key key, int limit, String address, HttpServletResponse response) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        long reset = seconds(probe.getNanosToWaitForReset());
        response.setHeader("RateLimit-Limit", Integer.toString(limit));
        response.setHeader("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        response.setHeader("RateLimit-Reset", Long.toString(reset));
        if (!probe.isConsumed()) {
            meters.counter("sync.api.limits", "operation", key.operation).increment();
            refusals.add(
                    ErrorCode.RATE_LIMIT_EXCEEDED.name(),
                    key.operation,
                    key.organizationId.isEmpty() ? null : new OrganizationId(key.organizationId),
                    key.userId,
                    address);
            long retryAfter = seconds(probe.getNanosToWaitForRefill());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
            throw new ApiException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    ErrorCode.RATE_LIMIT_EXCEEDED,
                    "At most " + limit + " requests per minute to " + key.operation
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

    // Rounded up, at least one, so that a client never retries too early.
    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }
}
