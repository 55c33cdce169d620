package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.ConflictRecord.Decision;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.writequeue.ItemEvents;
import com.pfavanguard.sync.writequeue.WriteItem;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the conflicts of all organizations: unresolved ones until they are decided, decided ones for a while. The
 * worker opens them, the REST API resolves them, each in one transaction with its event. Safe for any thread.
 */
public class Conflicts {

    private static final Logger log = LoggerFactory.getLogger(Conflicts.class);

    // Limits the log lines about unreadable messages.
    private static final int MOST_UNREADABLE = 100;

    private static final String CONFLICT_ID = "conflictId";
    private static final String ORGANIZATION_ID = "organizationId";
    static final String PFA_ID = "pfaId";
    private static final String MODIFICATION_ID = "modificationId";
    private static final String MODIFIED_BY = "modifiedBy";

    // Another transaction may hold the conflict; it ends within this time.
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final DurableQueue unresolved;
    private final DurableQueue resolved;
    private final JmsTransactions transactions;
    private final WriteQueue writeQueue;
    private final ItemEvents events;
    private final Duration retention;
    private final Clock clock;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final ConflictRecordJson json = new ConflictRecordJson();

    Conflicts(WorkQueues queues, WriteQueue writeQueue, ItemEvents events, Duration retention, Clock clock) {
        this.unresolved = queues.queue(SyncQueues.CONFLICTS);
        this.resolved = queues.queue(SyncQueues.RESOLVED_CONFLICTS);
        this.transactions = queues.transactions();
        this.writeQueue = writeQueue;
        this.events = events;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Opens a conflict, with SYNC_CONFLICT. Refreshes an unresolved conflict of the same modification and user, if
     * there is one: it keeps its id and the earlier edit's changes and becomes a conflict about both edits. Joins the
     * thread's transaction.
     */
    public void open(WriteItem item, Conflicting found, PfaRecord current) {
        transactions.run(() -> {
            ConflictRecord conflict = takeSame(item)
                    .map(earlier -> refreshed(earlier, item, found, current))
                    .orElseGet(() -> conflict(UUID.randomUUID(), item, found.fields(), current));
            unresolved.send(message(conflict));
            events.conflict(item, conflict.conflictId().toString(), conflict.conflictFields());
        });
    }

    // PEMS may have changed fields of the earlier edit too, so all fields of both are compared again.
    private ConflictRecord refreshed(ConflictRecord earlier, WriteItem newer, Conflicting found, PfaRecord current) {
        WriteItem both = earlier.item().mergedWith(newer);
        Comparison comparison = ConflictDetector.compare(PendingEdit.of(both), current);
        List<String> compared = comparison instanceof Conflicting conflicting ? conflicting.fields() : List.of();
        List<String> fields = both.changes().names().stream()
                .filter(name -> compared.contains(name) || found.fields().contains(name))
                .toList();
        return conflict(earlier.conflictId(), both, fields, current);
    }

    // Keeps the version that the person sees, not a later one that PEMS may have named in a refusal: after the decision
    // the edit is compared with everything PEMS has changed since.
    private ConflictRecord conflict(UUID conflictId, WriteItem item, List<String> fields, PfaRecord current) {
        return new ConflictRecord(conflictId, item, current.values(), current.version(), fields, now(), null);
    }

    /**
     * Whether a conflict of this item can be opened: its organization is below the limit, or an existing conflict is
     * refreshed.
     */
    public boolean hasSpaceFor(WriteItem item) {
        return !writeQueue.hasTooManyConflicts(item.organizationId())
                || same(item).map(unresolved::countWaiting).orElse(0L) > 0;
    }

    // Edits without an id are never treated as the same: each may set different fields. Nor are edits of two users,
    // since PEMS would get one author for both.
    private static Optional<Selector> same(WriteItem item) {
        return Optional.ofNullable(item.modificationIdOrNull())
                .map(modificationId -> Selector.where(ORGANIZATION_ID, item.organizationId())
                        .and(PFA_ID, item.pfaId())
                        .and(MODIFICATION_ID, modificationId)
                        .and(MODIFIED_BY, item.modifiedBy()));
    }

    private Optional<ConflictRecord> takeSame(WriteItem item) {
        Optional<QueueMessage> taken = same(item).flatMap(same -> unresolved.take(same, Duration.ZERO));
        Optional<ConflictRecord> conflict = taken.flatMap(this::read);
        if (conflict.isEmpty()) {
            // An unreadable conflict stays for an administrator.
            taken.ifPresent(unresolved::send);
        }
        return conflict;
    }

    /** Lists conflicts, newest first by opening or, if resolved, by decision; the caller reads them one by one. */
    List<QueueMessage> list(OrganizationId organizationId, boolean wantResolved) {
        DurableQueue queue = wantResolved ? resolved : unresolved;
        return QueueMessage.newestFirst(queue.browse(Selector.where(ORGANIZATION_ID, organizationId)));
    }

    /**
     * Resolves a conflict. Of several callers at once, one succeeds.
     *
     * @param check may throw to refuse; then nothing is changed
     * @return the conflict with its decision; empty if there is no unresolved conflict with this id
     * @throws InvalidResolutionException if the decision is invalid
     * @throws UnreadableConflictException if the message with this id is not a conflict
     */
    Optional<Settled> resolve(
            UUID conflictId,
            ResolutionStrategy strategy,
            @Nullable PfaValues mergedData,
            Caller resolver,
            Consumer<ConflictRecord> check) {
        return transactions.call(() -> {
            Optional<QueueMessage> taken = unresolved.take(Selector.where(CONFLICT_ID, conflictId), PATIENCE);
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            // Thrown inside the transaction, so that an unreadable message stays in the queue.
            ConflictRecord conflict = read(taken.get()).orElseThrow(UnreadableConflictException::new);
            check.accept(conflict);
            return Optional.of(settle(conflict, new Decision(strategy, mergedData, resolver.name(), now()), resolver));
        });
    }

    private Settled settle(ConflictRecord conflict, Decision decision, Caller resolver) {
        Resolution resolution =
                ConflictResolver.resolve(conflict.disagreement(), decision.strategy(), decision.mergedDataOrNull());
        ConflictRecord decided = conflict.decided(decision);
        resolved.send(message(decided).keptFor(retention));
        WriteItem item = conflict.item();
        if (resolution instanceof Resolution.WriteAgain again) {
            PendingEdit edit = again.edit();
            WriteItem next = item.rebased(edit.baseVersion(), edit.baseValuesOrNull(), edit.changes());
            // The values of a merge are the resolver's choice, so they are written under the resolver's name.
            boolean chosen = decision.strategy() == ResolutionStrategy.MERGE && !resolver.isAnonymous();
            writeQueue.enqueue(List.of(chosen ? next.by(resolver.name()) : next));
            return new Settled(decided, edit.changes());
        }
        events.settledWithPems(item, conflict.pemsVersion());
        return new Settled(decided, null);
    }

    /** The decided conflict with this id, as long as it is kept. */
    Optional<ConflictRecord> findResolved(UUID conflictId) {
        return resolved.browse(Selector.where(CONFLICT_ID, conflictId)).stream()
                .findFirst()
                .flatMap(this::read);
    }

    /** Whether a transaction holds it at this moment, to resolve or to refresh it. */
    boolean isInHand(UUID conflictId) {
        return unresolved.countInHand(Selector.where(CONFLICT_ID, conflictId)) > 0;
    }

    private QueueMessage message(ConflictRecord conflict) {
        WriteItem item = conflict.item();
        Map<String, String> properties = new HashMap<>(Map.of(
                CONFLICT_ID, conflict.conflictId().toString(),
                ORGANIZATION_ID, item.organizationId().value(),
                PFA_ID, item.pfaId().value(),
                MODIFIED_BY, item.modifiedBy()));
        if (item.modificationIdOrNull() != null) {
            properties.put(MODIFICATION_ID, item.modificationIdOrNull());
        }
        return QueueMessage.of(json.encode(conflict), properties);
    }

    /** The conflict of a message; empty, and logged once, if it is unreadable. */
    Optional<ConflictRecord> read(QueueMessage message) {
        try {
            return Optional.of(ownConflict(message));
        } catch (UnreadableConflictException e) {
            String conflictId = message.property(CONFLICT_ID).orElse("?");
            if (unreadable.size() < MOST_UNREADABLE && unreadable.add(conflictId)) {
                log.warn(
                        "A message in the conflict queues is not a valid conflict (conflictId {}); it is ignored",
                        conflictId);
            }
            return Optional.empty();
        }
    }

    // The properties decide who may see it, so they must agree with the body.
    private ConflictRecord ownConflict(QueueMessage message) {
        ConflictRecord conflict = json.decode(message.body());
        if (!message.property(ORGANIZATION_ID)
                        .equals(Optional.of(conflict.item().organizationId().value()))
                || !message.property(CONFLICT_ID)
                        .equals(Optional.of(conflict.conflictId().toString()))) {
            throw new UnreadableConflictException();
        }
        return conflict;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** @param changesOrNull the values to be written; {@code null} if PEMS's values were kept */
    record Settled(ConflictRecord conflict, @Nullable PfaValues changesOrNull) {}
}
