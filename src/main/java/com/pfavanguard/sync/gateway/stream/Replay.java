package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.HeldEvents.Held;
import com.pfavanguard.sync.gateway.stream.ReplayBuffer.BufferedEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the past: collects what is new in it and, at its end, judges whether events may be missing between
 * what was held before and what was read. Used under {@link History}'s lock.
 */
final class Replay {

    private static final int NOWHERE = -1;

    private final HistoryLimits limits;
    private final @Nullable Held newestHeld;
    private final long downSince;
    private final long knownUntil;
    private final long earliestNew;

    private final ReplayBuffer buffer = new ReplayBuffer();
    private final Set<EventKey> bufferedKeys = new HashSet<>();
    private final Set<EventKey> evictedKeys;
    private final Set<Room> incomplete = new HashSet<>();

    private boolean newestHeldSeen;
    private int newestHeldAt;
    private int messagesRead;
    private long oldestRead = Long.MAX_VALUE;

    /** Whether something may be missing among the events held before. */
    private boolean gapAmongHeld;

    /** Messages may be missing behind the one of this ordinal, and since when. */
    private int gapAfter = NOWHERE;

    private long gapSince;

    /** What the broker keeps of the states; {@code null} if it is not needed this time. */
    private @Nullable StateRestore restore;

    /**
     * @param newestHeld the newest held event that the broker must still have; {@code null} if there is none
     * @param evictedKeys events that are known although they are no longer held
     * @param broken the reading that this one replaces, if that did not reach its end
     */
    Replay(
            HistoryLimits limits,
            KnownPast past,
            @Nullable Held newestHeld,
            Collection<EventKey> evictedKeys,
            @Nullable Replay broken) {
        this.limits = limits;
        this.newestHeld = newestHeld;
        this.downSince = past.downSince();
        this.knownUntil = past.knownUntil();
        // What is new after an interruption came after it began. In the first reading only the stamps tell.
        this.earliestNew = past.isReady() ? knownUntil - HistoryLimits.CLOCK_SLACK_MS : 0;
        this.evictedKeys = new HashSet<>(evictedKeys);
        this.gapAmongHeld = broken != null && broken.gapAmongHeld;
    }

    /**
     * Notes a message of the past, whatever is in it. Each takes up space in the ring, so their number tells whether
     * the ring was full and may have dropped others.
     */
    void noteRead(long arrivedAt, long number) {
        messagesRead++;
        oldestRead = Math.min(oldestRead, arrivedAt);
        if (restore != null) {
            restore.noteRead(number, messagesRead);
        }
    }

    void restore(StateRestore states) {
        restore = states;
    }

    @Nullable StateRestore restore() {
        return restore;
    }

    long oldestRead() {
        return oldestRead;
    }

    /** Whether messages were dropped unread while the past was read that are not in the stored states either. */
    boolean hasGapInStates() {
        return gapAfter != NOWHERE && !isStored(gapAfter);
    }

    /** Whether the stored states contain what may be missing behind the message of that ordinal. */
    boolean isStored(int ordinal) {
        return restore != null && restore.covers(ordinal);
    }

    long gapSince() {
        return gapSince;
    }

    /** An event was read that is held already. */
    void sawHeld(OrganizationId organizationId, StreamEvent event) {
        if (restore != null) {
            restore.sawHeld(organizationId, event.eventId(), messagesRead);
        }
        if (!newestHeldSeen && newestHeld != null && newestHeld.event() == event) {
            newestHeldSeen = true;
            newestHeldAt = messagesRead;
        }
    }

    /** Buffers an event that is not held; {@code false} if it is known all the same. */
    boolean add(OrganizationId organizationId, EncodedEvent event, Arrival arrival) {
        EventKey key = new EventKey(organizationId, event.eventId());
        if (evictedKeys.contains(key) || !bufferedKeys.add(key)) {
            return false;
        }
        buffer.add(new BufferedEvent(key, event, arrival, messagesRead));
        return true;
    }

    /** An event was evicted while the past is read; it is not new if it is read now. */
    void evicted(EventKey key) {
        evictedKeys.add(key);
    }

    boolean isBufferEmpty() {
        return buffer.isEmpty();
    }

    long bufferBytes() {
        return buffer.bytes();
    }

    /** Takes the oldest event out of the buffer, which leaves a hole in the stream of its organization. */
    BufferedEvent dropOldest() {
        BufferedEvent dropped = buffer.dropOldest();
        bufferedKeys.remove(dropped.key());
        if (restore != null) {
            restore.dropped(
                    dropped.key().organizationId(),
                    dropped.ordinal(),
                    dropped.arrival().at().toEpochMilli());
        }
        return dropped;
    }

    /** Events of this room had to be dropped from the buffer. */
    void markIncomplete(Room room) {
        incomplete.add(room);
    }

    Set<Room> incomplete() {
        return incomplete;
    }

    /** Messages may be missing behind the one of that ordinal; no position from before {@code since} is valid. */
    void markGap(int afterOrdinal, long since) {
        gapAfter = Math.max(gapAfter, afterOrdinal);
        gapSince = Math.max(gapSince, since);
    }

    /**
     * Messages may be missing behind the first {@code ordinal} ones.
     *
     * @return {@code false} if that is in front of what is held and therefore no loss
     */
    boolean markGapBehind(long ordinal, long now) {
        int behind = (int) Math.min(ordinal, messagesRead);
        boolean beyondHeld = newestHeld == null || newestHeldSeen && newestHeldAt <= behind;
        if (beyondHeld) {
            // What is missing reached the broker before that which comes behind it.
            markGap(behind, Math.min(now, buffer.earliestBehind(behind)));
        }
        return beyondHeld;
    }

    void markGapAmongHeld() {
        gapAmongHeld = true;
    }

    /**
     * Whether events may have come and gone at the broker between what is held and what was read.
     *
     * @param now monotonic time
     */
    boolean mayHaveMissedEvents(long now) {
        long sure = limits.surelyHeld();
        if (gapAmongHeld || now - downSince > sure) {
            return true;
        }
        if (newestHeld != null && now - newestHeld.since() < sure) {
            return !newestHeldSeen;
        }
        return wasFull() && oldestRead > knownUntil - HistoryLimits.TOLERANCE_MS;
    }

    /** Whether the broker still has all that it should have. A history that is not full must hold what we hold. */
    boolean isComplete() {
        return !gapAmongHeld && (newestHeld == null || newestHeldSeen || wasFull());
    }

    /** All that reached the broker after this moment was read. */
    long coveredSince(long now) {
        return wasFull() ? oldestRead : now - limits.retention().toMillis();
    }

    // A little less than full counts as full: the ring moves on while it is read.
    private boolean wasFull() {
        return messagesRead >= limits.size() - limits.size() / 20;
    }

    /** The earliest time at which a new event can have reached the broker, whatever its stamp. */
    long earliestNew() {
        return earliestNew;
    }

    /** Gives out the buffered events in the broker's order, and in between says where others may be missing. */
    void release(Consumer<BufferedEvent> events, LongConsumer gap) {
        List<BufferedEvent> inOrder = buffer.inOrder();
        if (gapAfter == NOWHERE) {
            inOrder.forEach(events);
            return;
        }
        inOrder.stream().filter(event -> event.ordinal() <= gapAfter).forEach(events);
        gap.accept(gapSince);
        inOrder.stream().filter(event -> event.ordinal() > gapAfter).forEach(events);
    }
}
