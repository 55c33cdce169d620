package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.pems.PemsErrorCode;
import com.pfavanguard.sync.pems.PemsException;
import com.pfavanguard.sync.pems.PemsUpdate;
import com.pfavanguard.sync.pems.PemsUpdateResult;
import com.pfavanguard.sync.pems.PfaRecord;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * PEMS as the worker may use it: no faster than agreed, and not at all while it is down. Each call waits for its turn.
 * Safe for any thread.
 */
class LimitedPems {

    // How often a waiting thread looks whether it may go on.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final PemsClient pems;
    private final RequestLimiter limiter;
    private final CircuitBreaker breaker;
    private final Waiting waiting;
    private final Duration longestHold;
    private final Clock clock;
    private final Counter limited;

    // After a 429, when PEMS may be asked again.
    private volatile Instant notBefore = Instant.EPOCH;

    /** @param longestHold how long a single 429 holds up all requests at most, whatever PEMS asks for */
    LimitedPems(
            PemsClient pems,
            RequestLimiter limiter,
            CircuitBreaker breaker,
            Waiting waiting,
            Duration longestHold,
            Clock clock,
            MeterRegistry meters) {
        this.pems = pems;
        this.limiter = limiter;
        this.breaker = breaker;
        this.waiting = waiting;
        this.longestHold = longestHold;
        this.clock = clock;
        limited = Counter.builder("pems.api.rate.limit.hits")
                .description("Requests that had to wait for the rate limit")
                .register(meters);
    }

    boolean serves(OrganizationId organizationId) {
        return pems.serves(organizationId);
    }

    PfaRecord read(OrganizationId organizationId, PfaId pfaId) {
        return ask(RequestLimiter.Kind.READ, () -> pems.read(organizationId, pfaId));
    }

    PemsUpdateResult update(PemsUpdate update) {
        return ask(RequestLimiter.Kind.WRITE, () -> pems.update(update));
    }

    /** Whether PEMS is taken to be down. */
    boolean isDown() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    /**
     * Whether another item should be begun: not while PEMS is down, save as many as are needed to see whether it is back.
     *
     * @param inHand items begun at the moment
     */
    boolean admits(int inHand) {
        if (breaker.getState() == CircuitBreaker.State.OPEN && breaker.tryAcquirePermission()) {
            // Its time is up, and it is half open now.
            breaker.releasePermission();
        }
        return switch (breaker.getState()) {
            case OPEN -> false;
            case HALF_OPEN -> inHand < breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState();
            default -> true;
        };
    }

    private <T> T ask(RequestLimiter.Kind kind, Supplier<T> request) {
        awaitBreaker();
        try (RequestLimiter.Slot slot = awaitSlot(kind)) {
            return told(request);
        }
    }

    private void awaitBreaker() {
        waiting.checkStopping();
        while (!breaker.tryAcquirePermission()) {
            waiting.pause(LOOK_AGAIN);
        }
    }

    private RequestLimiter.Slot awaitSlot(RequestLimiter.Kind kind) {
        try {
            waiting.until(notBefore);
            Optional<RequestLimiter.Slot> slot = limiter.tryAcquire(kind);
            if (slot.isEmpty()) {
                limited.increment();
            }
            while (slot.isEmpty()) {
                Duration untilFree = limiter.untilFree();
                waiting.pause(untilFree.compareTo(LOOK_AGAIN) < 0 ? untilFree : LOOK_AGAIN);
                waiting.until(notBefore);
                slot = limiter.tryAcquire(kind);
            }
            return slot.get();
        } catch (Waiting.StoppingException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    private <T> T told(Supplier<T> request) {
        long began = System.nanoTime();
        try {
            T answer = request.get();
            breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return answer;
        } catch (PemsException e) {
            long took = System.nanoTime() - began;
            if (e.outage()) {
                breaker.onError(took, TimeUnit.NANOSECONDS, e);
            } else {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            }
            if (e.code() == PemsErrorCode.RATE_LIMIT) {
                holdBack(e.retryAfter().orElse(LOOK_AGAIN));
            }
            throw e;
        } catch (RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    // Asking on would be refused as well, and use up the retries of others.
    private synchronized void holdBack(Duration asked) {
        Instant until = clock.instant().plus(asked.compareTo(longestHold) < 0 ? asked : longestHold);
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }
}
