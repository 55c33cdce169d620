package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.pems.PemsErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts how the items of each organization end, over all processes at the broker, and registers this process's metrics
 * (domain.md, "Targets"). Safe for any thread.
 *
 * <p>An item counts once the transaction that ends it has been committed. This process stores its counts in the broker
 * once a second if they changed, and when it stops. So {@code kill -9} loses about the last second's counts, and a
 * commit whose answer is lost loses its one item; no item is counted twice. Items and events are not affected.
 */
public class SyncFigures {

    private final Map<OrganizationId, DailyFigures> counted = new ConcurrentHashMap<>();
    private final Set<OrganizationId> news = ConcurrentHashMap.newKeySet();
    private final StoredFigures kept;
    private final JmsTransactions transactions;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter succeeded;
    private final Counter conflicts;
    private final Counter retries;
    private final Timer latency;

    SyncFigures(StoredFigures kept, JmsTransactions transactions, MeterRegistry meters, Clock clock) {
        this.kept = kept;
        this.transactions = transactions;
        this.clock = clock;
        this.meters = meters;
        succeeded = Counter.builder("pems.sync.success")
                .description("Items PEMS has accepted")
                .register(meters);
        conflicts = Counter.builder("pems.sync.conflicts")
                .description("Items that ended in a conflict")
                .register(meters);
        retries = Counter.builder("pems.sync.retries")
                .description("Attempts that will be made again")
                .register(meters);
        Stream.concat(
                        Failure.OWN_CODES.stream(),
                        Arrays.stream(PemsErrorCode.values()).map(Enum::name))
                .forEach(this::errors);
        latency = Timer.builder("pems.sync.latency")
                .description("From queued to accepted by PEMS")
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        Duration.ofSeconds(300))
                .register(meters);
    }

    private Counter errors(String code) {
        return meters.counter("pems.sync.errors", "type", code);
    }

    /** PEMS has accepted the item. */
    void completed(OrganizationId organizationId, Instant queuedAt) {
        Instant now = clock.instant();
        Duration took = passed(queuedAt, now);
        transactions.afterCommit(() -> {
            succeeded.increment();
            latency.record(took);
            count(organizationId, figures -> figures.completed(now, took));
        });
    }

    // Zero if the clock was set back meanwhile: a timer refuses negative times with a stack trace and does not count
    // them.
    private static Duration passed(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    /** The item ended in a conflict. */
    void conflicted(OrganizationId organizationId) {
        Instant now = clock.instant();
        transactions.afterCommit(() -> {
            conflicts.increment();
            count(organizationId, figures -> figures.ended(now));
        });
    }

    /** The item waits for another attempt. */
    void retried() {
        transactions.afterCommit(retries::increment);
    }

    /** The item has failed for good. */
    void failed(@Nullable OrganizationId organizationId, Failure failure) {
        Instant now = clock.instant();
        transactions.afterCommit(() -> {
            errors(failure.code()).increment();
            if (organizationId != null) {
                count(organizationId, figures -> figures.ended(now));
            }
        });
    }

    private void count(OrganizationId organizationId, UnaryOperator<DailyFigures> step) {
        counted.compute(
                organizationId, (unused, before) -> step.apply(Objects.requireNonNullElse(before, DailyFigures.NONE)));
        // After the count, so that the thread that takes the news finds it.
        news.add(organizationId);
    }

    /** Stores the changed counts in the broker; called from one thread at a time. */
    void keep() {
        Map<OrganizationId, DailyFigures> latest = new HashMap<>();
        for (OrganizationId organizationId : Set.copyOf(news)) {
            news.remove(organizationId);
            DailyFigures figures = counted.get(organizationId);
            if (figures != null) {
                latest.put(organizationId, figures);
            }
        }
        if (!latest.isEmpty()) {
            try {
                kept.keep(latest);
            } catch (RuntimeException e) {
                news.addAll(latest.keySet());
                throw e;
            }
        }
        forgetThoseLongOver();
    }

    // The broker still knows when the last item ended.
    private void forgetThoseLongOver() {
        Instant now = clock.instant();
        counted.entrySet()
                .removeIf(entry ->
                        !news.contains(entry.getKey()) && entry.getValue().isOver(now));
    }

    /** The counts of all processes: up to now for this one, up to a second old for the others. */
    DailyFigures of(OrganizationId organizationId) {
        DailyFigures own = counted.get(organizationId);
        return own == null
                ? kept.ofAll(organizationId)
                : kept.ofOthers(organizationId).plus(own);
    }
}
