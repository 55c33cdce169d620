package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.pems.PemsErrorCode;
import com.pfavanguard.sync.pems.PemsException;
import com.pfavanguard.sync.pems.PemsUpdate;
import com.pfavanguard.sync.pems.PemsUpdateResult;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.vital.Vital;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls PEMS within its rate limit: each call waits for its turn. Reports every answer, and every missing one, to the
 * classes that decide which item is started next. Safe for any thread.
 */
class RateLimitedPems {

    // How often a waiting thread checks whether it may go on.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Logger log = LoggerFactory.getLogger(RateLimitedPems.class);

    private final PemsClient pems;
    private final RequestLimiter limiter;
    private final OutageDetector outage;
    private final InFlightLimits inFlight;
    private final RefusedCredentials refused;
    private final StopSignal stop;
    private final Duration longestHold;
    private final LongSupplier nanoTime;
    private final PemsAnswers answers;
    private final Counter limited;

    /** Fair, so that requests keep their order and a busier organization does not overtake. */
    private final ReentrantLock line = new ReentrantLock(true);

    // The earliest time of the next request after HTTP 429; guarded by this.
    private long notBefore;

    /** Organizations whose latest write was refused with HTTP 401; never more than are connected to PEMS. */
    private final Set<OrganizationId> writesRefused = ConcurrentHashMap.newKeySet();

    /** @param longestHold how long a single 429 holds up all requests at most, whatever PEMS asks for */
    RateLimitedPems(
            PemsClient pems,
            RequestLimiter limiter,
            OutageDetector outage,
            InFlightLimits inFlight,
            RefusedCredentials refused,
            StopSignal stop,
            Duration longestHold,
            LongSupplier nanoTime,
            PemsAnswers answers,
            MeterRegistry meters) {
        this.pems = pems;
        this.limiter = limiter;
        this.outage = outage;
        this.inFlight = inFlight;
        this.refused = refused;
        this.stop = stop;
        this.longestHold = longestHold;
        this.nanoTime = nanoTime;
        this.answers = answers;
        notBefore = nanoTime.getAsLong();
        limited = Counter.builder("pems.api.rate.limit.hits")
                .description("Requests that had to wait for the rate limit")
                .register(meters);
    }

    boolean serves(OrganizationId organizationId) {
        return pems.serves(organizationId);
    }

    PfaRecord read(OrganizationId organizationId, PfaId pfaId) {
        return ask(RequestLimiter.Kind.READ, organizationId, pfaId, () -> pems.read(organizationId, pfaId));
    }

    PemsUpdateResult update(PemsUpdate update) {
        return ask(RequestLimiter.Kind.WRITE, update.organizationId(), update.pfaId(), () -> pems.update(update));
    }

    private <T> T ask(RequestLimiter.Kind kind, OrganizationId organizationId, PfaId pfaId, Supplier<T> request) {
        String record = organizationId + "/" + pfaId;
        try {
            T answer = limited(kind, request);
            answered(organizationId, record);
            letIn(kind, organizationId);
            return answer;
        } catch (PemsException e) {
            if (e.outage()) {
                unanswered(organizationId, record);
            } else {
                answered(organizationId, record);
                if (e.code() != PemsErrorCode.UNAUTHORIZED) {
                    letIn(kind, organizationId);
                } else if (kind == RequestLimiter.Kind.WRITE) {
                    writesRefused.add(organizationId);
                }
            }
            throw e;
        }
    }

    // If credentials may read but not write, only a successful write shows that they work again.
    private void letIn(RequestLimiter.Kind kind, OrganizationId organizationId) {
        if (kind == RequestLimiter.Kind.WRITE) {
            writesRefused.remove(organizationId);
        }
        if (!writesRefused.contains(organizationId)) {
            refused.letIn(organizationId);
        }
    }

    private <T> T limited(RequestLimiter.Kind kind, Supplier<T> request) {
        stop.check();
        try (RequestLimiter.Slot slot = awaitSlot(kind)) {
            return timed(request);
        } catch (PemsException e) {
            if (e.code() == PemsErrorCode.RATE_LIMIT) {
                holdBack(e.retryAfter().orElse(LOOK_AGAIN));
            }
            throw e;
        }
    }

    // Without the wait for the rate limit, which is not PEMS's.
    private <T> T timed(Supplier<T> request) {
        long began = nanoTime.getAsLong();
        PemsErrorCode error = null;
        try {
            return request.get();
        } catch (PemsException e) {
            error = e.code();
            throw e;
        } finally {
            answers.add(Duration.ofNanos(nanoTime.getAsLong() - began), error);
        }
    }

    private RequestLimiter.Slot awaitSlot(RequestLimiter.Kind kind) {
        try {
            boolean first = line.tryLock(0, TimeUnit.NANOSECONDS);
            if (!first) {
                // May take any time: the watchdog watches the first thread in the line.
                Vital.rests();
                line.lockInterruptibly();
                Vital.moved();
            }
            try {
                return awaitSlotAsFirst(kind, !first);
            } finally {
                line.unlock();
            }
        } catch (InterruptedException e) {
            throw new StopSignal.StoppingException();
        }
    }

    private RequestLimiter.Slot awaitSlotAsFirst(RequestLimiter.Kind kind, boolean hasWaited) {
        awaitHold();
        Optional<RequestLimiter.Slot> slot = limiter.tryAcquire(kind);
        if (slot.isEmpty() || hasWaited) {
            limited.increment();
        }
        while (slot.isEmpty()) {
            Duration untilFree = limiter.untilFree();
            stop.pause(untilFree.compareTo(LOOK_AGAIN) < 0 ? untilFree : LOOK_AGAIN);
            awaitHold();
            slot = limiter.tryAcquire(kind);
        }
        return slot.get();
    }

    private void answered(OrganizationId organizationId, String record) {
        outage.answered(record);
        inFlight.answered(organizationId.value());
    }

    private void unanswered(OrganizationId organizationId, String record) {
        outage.witnessAgainst(record).ifPresent(this::askWitness);
        outage.unanswered(record);
        inFlight.unanswered(organizationId.value());
    }

    // Reading another record once more does no harm, and shows whether PEMS is down or only these records fail.
    private void askWitness(String record) {
        OrganizationId organizationId = new OrganizationId(StartedItems.organization(record));
        PfaId pfaId = new PfaId(record.substring(organizationId.value().length() + 1));
        try {
            limited(RequestLimiter.Kind.READ, () -> pems.read(organizationId, pfaId));
            outage.answered(record);
        } catch (PemsException e) {
            if (e.outage()) {
                outage.unanswered(record);
            } else {
                outage.answered(record);
            }
        } catch (StopSignal.StoppingException e) {
            log.debug("Stopping; not reading {}", record);
        } catch (RuntimeException e) {
            // Only the failure of the request that led here counts.
            log.warn("Could not find out whether PEMS answers for {}", record, e);
        } finally {
            outage.asked();
        }
    }

    private void awaitHold() {
        for (Duration left = hold(); !left.isNegative() && !left.isZero(); left = hold()) {
            stop.pause(left);
        }
        stop.check();
    }

    private synchronized Duration hold() {
        return Duration.ofNanos(notBefore - nanoTime.getAsLong());
    }

    // Further requests would be refused too and use up the retries of other items.
    private synchronized void holdBack(Duration asked) {
        long until = nanoTime.getAsLong() + (asked.compareTo(longestHold) < 0 ? asked : longestHold).toNanos();
        if (until - notBefore > 0) {
            notBefore = until;
        }
    }
}
