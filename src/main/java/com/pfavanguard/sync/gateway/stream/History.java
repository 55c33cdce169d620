package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The recent events of all organizations, as long as the broker would keep them: by number, by age and, so that this
 * process stays small, by bytes. Filled by the broker link alone; every change is made under this object's lock.
 *
 * <p>After a connection to the broker is made, the link reads the past once more, from {@link #beginReplay} to
 * {@link #endReplay}. What comes in between is told apart (known or new) but handed out only at the end, when it is
 * clear whether something may be missing in front of it.
 */
final class History {

    private final Map<OrganizationId, Room> rooms = new ConcurrentHashMap<>();
    private final Function<OrganizationId, Room> newRoom;
    private final HistoryLimits limits;

    private final Deque<Held> order = new ArrayDeque<>();
    private long bytes;

    // Encoded copies are only worth their memory while the live subscribers are being served.
    private final Deque<StreamEvent> recentlyEncoded = new ArrayDeque<>();
    private static final int KEEP_ENCODED = 256;
    private volatile boolean pastServed;

    private static final int USUAL_PRIORITY = 4;

    // Let go here, but perhaps not yet at the broker, which would then send them again.
    private final Deque<Key> letGo = new ArrayDeque<>();

    // There may be thousands, and a room is kept for a day.
    private static final long LOOK_AT_ROOMS_EVERY_MS = 60_000;
    private long nextLookAtRooms;

    private @Nullable Replay replay;
    private volatile boolean ready;
    private volatile long coveredSince;
    private volatile long knownUntil = Long.MAX_VALUE;

    private record Held(Room room, StreamEvent event) {}

    private record Arrived(OrganizationId organizationId, String eventId, byte[] json, EventStream.Arrival arrival) {
        Key key() {
            return new Key(organizationId, eventId);
        }
    }

    // Ordered, so that ids of one hash, which a producer could choose, are found as fast as others.
    private record Key(OrganizationId organizationId, String eventId) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byEvent = eventId.compareTo(other.eventId);
            return byEvent != 0 ? byEvent : organizationId.value().compareTo(other.organizationId.value());
        }
    }

    /** What is learnt while the past is read again. */
    private static final class Replay {
        private final List<Arrived> arrivals = new ArrayList<>();
        private final @Nullable StreamEvent newestKnown;
        private final long downSince;
        private final Set<Key> letGo;
        private final Set<Key> ids = new HashSet<>();
        private boolean mixedPriorities;
        private boolean newestKnownSeen;
        private int read;
        private long oldestRead = Long.MAX_VALUE;

        Replay(@Nullable StreamEvent newestKnown, long downSince, Collection<Key> letGo) {
            this.newestKnown = newestKnown;
            this.downSince = downSince;
            this.letGo = new HashSet<>(letGo);
        }

        // A little less than full counts as full: the ring moves on while it is being read.
        private boolean wasFull(HistoryLimits limits) {
            return read >= limits.size() - limits.size() / 20;
        }
    }

    History(HistoryLimits limits, Function<OrganizationId, Room> newRoom) {
        this.limits = limits;
        this.newRoom = newRoom;
    }

    /** Whether the past has been read at least once, so that newcomers can be told where they stand. */
    boolean isReady() {
        return ready;
    }

    /** Nothing that arrived at the broker after this moment has escaped this process, but for what rooms let go. */
    long coveredSince() {
        return coveredSince;
    }

    /** The latest moment of which all is known that had happened by then. */
    long knownUntil() {
        return knownUntil;
    }

    synchronized void interrupted(long since) {
        knownUntil = Math.min(knownUntil, since);
    }

    /** @param downSince when the link was last known to be up, milliseconds since 1970 */
    synchronized void beginReplay(long downSince) {
        interrupted(downSince);
        StreamEvent newestKnown = null;
        for (var held = order.descendingIterator(); newestKnown == null && held.hasNext(); ) {
            StreamEvent event = held.next().event();
            newestKnown = event.persistent() && !event.evicted() ? event : null;
        }
        replay = new Replay(newestKnown, downSince, letGo);
    }

    /**
     * Takes one event from the broker. Whoever calls it wakes the room, without this object's lock.
     *
     * @return {@code false} if it is known already
     */
    synchronized boolean append(
            OrganizationId organizationId, String eventId, byte[] json, EventStream.Arrival arrival) {
        Room room = rooms.get(organizationId);
        StreamEvent known = room == null ? null : room.held(eventId);
        Replay reading = replay;
        if (reading != null) {
            reading.newestKnownSeen |= known != null && known == reading.newestKnown;
        }
        if (known != null) {
            return false;
        }
        Arrived arrived = new Arrived(organizationId, eventId, json, arrival);
        if (reading == null) {
            return admit(arrived);
        }
        reading.mixedPriorities |= arrival.priority() != USUAL_PRIORITY;
        Key key = arrived.key();
        return !reading.letGo.contains(key) && reading.ids.add(key) && reading.arrivals.add(arrived);
    }

    /**
     * Notes any message of the past as it is read, whatever is in it: each takes one of the ring's places, so their
     * number tells whether the ring was full and others may have fallen out of it.
     */
    synchronized void noteRead(long arrivedAt) {
        Replay reading = replay;
        if (reading != null) {
            reading.read++;
            reading.oldestRead = Math.min(reading.oldestRead, arrivedAt);
        }
    }

    /**
     * Ends the reading of the past and hands out what was new in it.
     *
     * @param batch the calling thread's
     */
    synchronized void endReplay(long now, Batch batch) {
        Replay read = replay;
        if (read == null) {
            return;
        }
        replay = null;
        if (!ready) {
            coveredSince = coverage(read, now);
        } else if (isInterrupted(read, now)) {
            coveredSince = coverage(read, now);
            rooms.values().forEach(room -> room.markGap(now));
        }
        if (read.mixedPriorities) {
            // The broker has put higher priorities first; its numbers tell best how they came.
            read.arrivals.sort(
                    Comparator.comparingLong(arrived -> arrived.arrival().number()));
        }
        read.arrivals.forEach(this::admit);
        knownUntil = Long.MAX_VALUE;
        ready = true;
        rooms.values().forEach(room -> room.wake(batch, true));
    }

    private long coverage(Replay read, long now) {
        return read.wasFull(limits) ? read.oldestRead : now - limits.retention().toMillis();
    }

    // Whether something may have come and gone at the broker between what we hold and what we have just read.
    private boolean isInterrupted(Replay read, long now) {
        long sure = limits.retention().toMillis() - Position.CLOCK_TOLERANCE_MS;
        if (now - read.downSince > sure) {
            return true;
        }
        StreamEvent newest = read.newestKnown;
        if (newest != null && now - newest.arrivedAt() < sure) {
            return !read.newestKnownSeen;
        }
        return read.wasFull(limits) && read.oldestRead > read.downSince - Position.CLOCK_TOLERANCE_MS;
    }

    private boolean admit(Arrived arrived) {
        Room room = room(arrived.organizationId());
        EventStream.Arrival arrival = arrived.arrival();
        StreamEvent event =
                room.append(arrived.eventId(), arrived.json(), arrival.at().toEpochMilli(), arrival.persistent());
        order.add(new Held(room, event));
        bytes += event.json().length;
        recentlyEncoded.add(event);
        if (recentlyEncoded.size() > KEEP_ENCODED) {
            recentlyEncoded.remove().forgetEncoded();
        }
        while (order.size() > limits.size() || bytes > limits.bytes()) {
            evictOldest();
        }
        return true;
    }

    private void evictOldest() {
        Held oldest = order.remove();
        bytes -= oldest.event().json().length;
        oldest.room().evict(oldest.event());
        Key key = new Key(oldest.room().organizationId(), oldest.event().eventId());
        letGo.add(key);
        if (letGo.size() > limits.size()) {
            letGo.remove();
        }
        if (replay != null) {
            replay.letGo.add(key);
        }
    }

    Room room(OrganizationId organizationId) {
        // The usual case first, which takes no lock.
        Room known = rooms.get(organizationId);
        return known != null ? known : rooms.computeIfAbsent(organizationId, newRoom);
    }

    /** Lets go of what is too old, of encoded copies, and of rooms nobody has been in for a day. */
    synchronized void sweep(long now) {
        long tooOld = now - limits.keepFor().toMillis();
        while (!order.isEmpty() && order.element().event().arrivedAt() < tooOld) {
            evictOldest();
        }
        forgetEncoded();
        if (now >= nextLookAtRooms || now < nextLookAtRooms - LOOK_AT_ROOMS_EVERY_MS) {
            nextLookAtRooms = now + LOOK_AT_ROOMS_EVERY_MS;
            long dayAgo = now - HistoryLimits.FORGET_ROOM_AFTER.toMillis();
            rooms.values().removeIf(room -> room.isForgettable(dayAgo) && forget(room));
        }
    }

    private void forgetEncoded() {
        recentlyEncoded.forEach(StreamEvent::forgetEncoded);
        recentlyEncoded.clear();
        if (pastServed) {
            pastServed = false;
            order.forEach(held -> held.event().forgetEncoded());
        }
    }

    /** Somebody has come back, so that old events may have been encoded again. */
    void pastIsServed() {
        pastServed = true;
    }

    // With the room goes the knowledge of what it last let go; nobody's moment may reach back behind that any more.
    private boolean forget(Room room) {
        coveredSince = Math.max(coveredSince, room.lastEvictedAt());
        return true;
    }

    /** Adds a subscriber to its room, so that no sweep takes the room away in between. */
    synchronized <T> T inRoom(OrganizationId organizationId, Function<Room, T> action) {
        return action.apply(room(organizationId));
    }

    synchronized int size() {
        return order.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    int rooms() {
        return rooms.size();
    }
}
