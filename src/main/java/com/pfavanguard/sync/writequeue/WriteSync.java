package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.writequeue.WriteSyncRequest.Modification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns valid modifications into items and queues them, once per {@code Idempotency-Key}. */
class WriteSync {

    private static final int LOCKS = 64;

    private final BoundedWriteQueue queue;
    private final IdempotentAnswers remembered;
    private final JmsTransactions transactions;
    private final WorkerPace pace;
    private final Clock clock;

    // Guard against two requests with one key at the same time, from a client that does not wait for the answer. The
    // broker's duplicate detection sees only committed messages, of this and other processes.
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

    WriteSync(
            BoundedWriteQueue queue,
            IdempotentAnswers remembered,
            JmsTransactions transactions,
            WorkerPace pace,
            Clock clock) {
        this.queue = queue;
        this.remembered = remembered;
        this.transactions = transactions;
        this.pace = pace;
        this.clock = clock;
    }

    /** @param afterCommit called with the queued edits; not if an earlier answer is repeated */
    WriteSyncAnswer queue(
            OrganizationId organizationId,
            int priority,
            List<Modification> modifications,
            String caller,
            @Nullable String idempotencyKey,
            BiConsumer<WriteSyncAnswer, List<Modification>> afterCommit) {
        if (idempotencyKey == null) {
            return queue(organizationId, priority, modifications, caller, afterCommit);
        }
        String request = remembered.digest(organizationId, priority, modifications);
        synchronized (lock(idempotencyKey)) {
            return remembered
                    .answer(organizationId, idempotencyKey, request)
                    .orElseGet(() -> transactions.call(() -> {
                        WriteSyncAnswer answer = queue(organizationId, priority, modifications, caller, afterCommit);
                        remembered.remember(organizationId, idempotencyKey, request, answer);
                        return answer;
                    }));
        }
    }

    private Object lock(String idempotencyKey) {
        return locks[Math.floorMod(idempotencyKey.hashCode(), locks.length)];
    }

    private WriteSyncAnswer queue(
            OrganizationId organizationId,
            int priority,
            List<Modification> modifications,
            String caller,
            BiConsumer<WriteSyncAnswer, List<Modification>> afterCommit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String jobId = jobId(organizationId, now);
        List<WriteItem> items = modifications.stream()
                .map(modification -> item(organizationId, priority, modification, caller, jobId, now))
                .toList();
        long depth = queue.enqueue(organizationId, items);
        WriteSyncAnswer answer = new WriteSyncAnswer(
                true, jobId, modifications.size(), estimate(depth).orElse(null));
        transactions.afterCommit(() -> afterCommit.accept(answer, modifications));
        return answer;
    }

    // Random: the time alone could be guessed, and two processes could use the same one.
    private static String jobId(OrganizationId organizationId, Instant now) {
        String random = UUID.randomUUID().toString().substring(0, 8);
        return "write-sync-" + now.toEpochMilli() + "-" + organizationId + "-" + random;
    }

    private Optional<Instant> estimate(long items) {
        double itemsPerSecond = pace.itemsPerSecond();
        if (itemsPerSecond <= 0) {
            return Optional.empty();
        }
        Duration work = Duration.ofMillis((long) Math.ceil(items * 1_000 / itemsPerSecond));
        return pace.nextRunAt().map(start -> start.plus(work).truncatedTo(ChronoUnit.MILLIS));
    }

    private static WriteItem item(
            OrganizationId organizationId,
            int priority,
            Modification modification,
            String caller,
            String jobId,
            Instant now) {
        return new WriteItem(
                UUID.randomUUID(),
                jobId,
                modification.modificationId(),
                organizationId,
                new PfaId(Objects.requireNonNull(modification.pfaId())),
                Objects.requireNonNull(modification.baseVersion()),
                modification.baseValues(),
                Objects.requireNonNull(modification.changes()),
                Objects.requireNonNullElse(modification.modifiedBy(), caller),
                modification.changeReason(),
                priority,
                now);
    }
}
