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
 * The conflicts of all organizations: those that wait for a decision, and for a while those decided. The worker opens
 * them, the REST API settles them; each in one transaction with the event that tells of it. Safe for any thread.
 */
public class Conflicts {

    private static final Logger log = LoggerFactory.getLogger(Conflicts.class);

    // How many are told of; whoever puts more nonsense there than that has been told.
    private static final int MOST_UNREADABLE = 100;

    private static final String CONFLICT_ID = "conflictId";
    private static final String ORGANIZATION_ID = "organizationId";
    private static final String PFA_ID = "pfaId";
    private static final String MODIFICATION_ID = "modificationId";
    private static final String MODIFIED_BY = "modifiedBy";

    // Somebody else has the conflict in hand: he commits or goes back on it within this time.
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
     * A person has to decide; SYNC_CONFLICT. An unresolved conflict of the same modification and user is refreshed: it
     * keeps its id and what the earlier edit has set, and becomes one about both. Joins the transaction the thread is in.
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

    // PEMS may have moved on under the earlier edit as well, so all fields of both are compared again.
    private ConflictRecord refreshed(ConflictRecord earlier, WriteItem newer, Conflicting found, PfaRecord current) {
        WriteItem both = earlier.item().mergedWith(newer);
        Comparison comparison = ConflictDetector.compare(PendingEdit.of(both), current);
        List<String> compared = comparison instanceof Conflicting conflicting ? conflicting.fields() : List.of();
        List<String> fields = both.changes().names().stream()
                .filter(name -> compared.contains(name) || found.fields().contains(name))
                .toList();
        return conflict(earlier.conflictId(), both, fields, current);
    }

    // Keeps the version of the record shown, not a later one that PEMS may have named in a refusal: once decided, the
    // edit is compared with all that PEMS has changed since what the person saw.
    private ConflictRecord conflict(UUID conflictId, WriteItem item, List<String> fields, PfaRecord current) {
        return new ConflictRecord(conflictId, item, current.values(), current.version(), fields, now(), null);
    }

    /** Whether a conflict of the item can be opened: its organization has room, or it has one that is refreshed. */
    public boolean hasRoomFor(WriteItem item) {
        return !writeQueue.hasTooManyConflicts(item.organizationId())
                || same(item).map(unresolved::countWaiting).orElse(0L) > 0;
    }

    // Edits that came without an id are never taken for the same: each may set something else. Nor are those of two
    // users, since PEMS would be told one name for both.
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
            // An unreadable conflict is undecided too; it stays for an administrator.
            taken.ifPresent(unresolved::send);
        }
        return conflict;
    }

    /** Newest first, in the order they were opened or, if resolved, decided; to be read one by one. */
    List<QueueMessage> list(OrganizationId organizationId, boolean wantResolved) {
        DurableQueue queue = wantResolved ? resolved : unresolved;
        return QueueMessage.newestFirst(queue.browse(Selector.where(ORGANIZATION_ID, organizationId)));
    }

    /**
     * Settles a conflict as somebody has decided. Of several who try at once, one does.
     *
     * @param check may throw, and everything is as before
     * @return the conflict with its decision, or empty if there is no unresolved conflict of this id
     * @throws InvalidResolutionException if it cannot be settled this way
     * @throws UnreadableConflictException if the message of this id holds no conflict
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
            // Thrown inside of the transaction: what cannot be read stays where it is.
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
            // The values of a merge are the resolver's choice, and so is the name they are written under.
            boolean chosen = decision.strategy() == ResolutionStrategy.MERGE && !resolver.isAnonymous();
            writeQueue.enqueue(List.of(chosen ? next.by(resolver.name()) : next));
            return new Settled(decided, edit.changes());
        }
        events.settledWithPems(item, conflict.pemsVersion());
        return new Settled(decided, null);
    }

    /** The decided conflict of this id, as long as it is remembered. */
    Optional<ConflictRecord> findResolved(UUID conflictId) {
        return resolved.browse(Selector.where(CONFLICT_ID, conflictId)).stream()
                .findFirst()
                .flatMap(this::read);
    }

    /** Whether somebody has it in hand at this moment: to decide it, or to refresh it. */
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

    /** The conflict of a message; empty if it holds none, which is told once. */
    Optional<ConflictRecord> read(QueueMessage message) {
        try {
            return Optional.of(ownConflict(message));
        } catch (UnreadableConflictException e) {
            String conflictId = message.property(CONFLICT_ID).orElse("?");
            if (unreadable.size() < MOST_UNREADABLE && unreadable.add(conflictId)) {
                log.warn("A message in the queues of conflicts is none (conflictId {}); it is left out", conflictId);
            }
            return Optional.empty();
        }
    }

    // The properties say who may see it, the body whose values these are.
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

    /** @param changesOrNull what will be written; {@code null} if nothing, PEMS having it already */
    record Settled(ConflictRecord conflict, @Nullable PfaValues changesOrNull) {}
}
