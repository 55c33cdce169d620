package com.pfavanguard.sync.gateway.stream;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the recent events of all rooms, oldest first, and evicts the oldest when they are too many, too large
 * together or too old. Used under {@link History}'s lock.
 */
final class HeldEvents {

    private final HistoryLimits limits;
    private final BrokerTime time;
    private final Rooms rooms;

    private final Deque<Held> oldestFirst = new ArrayDeque<>();
    private final EvictedEvents evictedEvents;
    private long bytes;

    // The broker may still have them, and would then send them again.
    private final Deque<EventKey> evictedKeys = new ArrayDeque<>();

    /** @param since when the event came, by monotonic time: it grows old whatever happens to clocks */
    record Held(Room room, StreamEvent event, long since) {}

    HeldEvents(HistoryLimits limits, BrokerTime time, Rooms rooms) {
        this.limits = limits;
        this.time = time;
        this.rooms = rooms;
        this.evictedEvents = new EvictedEvents(limits.evictedBytes());
    }

    /**
     * Appends an event to its room and evicts what exceeds the limits.
     *
     * @param notBefore the earliest time at which the event can have come; overrules an earlier stamp, since the
     *     broker's clock may have been set back
     * @param table keeps it as the state of its record; {@code null} if it is not to
     */
    void admit(Room room, EncodedEvent encoded, Arrival arrival, long notBefore, @Nullable StateTable table) {
        if (room.holdsNothing()) {
            bytes += HistoryLimits.ROOM_BYTES;
            rooms.filled(room);
        }
        long now = time.millis();
        // If the broker does not stamp messages, producers do; a stamp from the future must not keep an event for ever.
        long stamp = Math.min(arrival.at().toEpochMilli(), now + HistoryLimits.TOLERANCE_MS);
        long arrivedAt = Math.max(stamp, notBefore);
        StreamEvent event = room.append(encoded, arrivedAt, arrival.persistent(), table);
        oldestFirst.add(new Held(room, event, time.monotonic() - Math.max(0, now - arrivedAt)));
        bytes += event.footprint();
        while (oldestFirst.size() > limits.size() || bytes > limits.bytes()) {
            evictOldest();
        }
    }

    /** Evicts the oldest event and returns its key. */
    EventKey evictOldest() {
        Held oldest = oldestFirst.remove();
        Room room = oldest.room();
        bytes -= oldest.event().footprint();
        room.evict(oldest.event());
        evictedEvents.add(oldest.event());
        if (room.holdsNothing()) {
            bytes -= HistoryLimits.ROOM_BYTES;
            rooms.emptied(room);
        }
        EventKey key = new EventKey(room.organizationId(), oldest.event().eventId());
        rememberEvicted(key);
        return key;
    }

    /** Remembers an event that is no longer held, in case the broker sends it again. */
    void rememberEvicted(EventKey key) {
        evictedKeys.add(key);
        if (evictedKeys.size() > limits.size()) {
            evictedKeys.remove();
        }
    }

    Collection<EventKey> evictedKeys() {
        return evictedKeys;
    }

    /** Whether the oldest event came before {@code moment}, by monotonic time. */
    boolean hasOlderThan(long moment) {
        return !oldestFirst.isEmpty() && oldestFirst.element().since() < moment;
    }

    /** Frees the memory of events that were evicted some time ago. */
    void sweepEvicted() {
        evictedEvents.sweep();
    }

    /** The newest event that the broker must still have, even after a restart; {@code null} if there is none. */
    @Nullable Held newestPersistent() {
        for (Iterator<Held> newestFirst = oldestFirst.descendingIterator(); newestFirst.hasNext(); ) {
            Held held = newestFirst.next();
            if (held.event().persistent() && !held.event().evicted()) {
                return held;
            }
        }
        return null;
    }

    /** When the newest event arrived, milliseconds since 1970; {@code null} if there is none. */
    @Nullable Long newestAt() {
        Held newest = oldestFirst.peekLast();
        return newest == null ? null : newest.event().arrivedAt();
    }

    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    int size() {
        return oldestFirst.size();
    }

    /** Memory of the held events and their rooms. */
    long bytes() {
        return bytes;
    }

    /** Memory of the events that were evicted and may still be on their way to sessions. */
    long evictedBytes() {
        return evictedEvents.bytes();
    }
}
