package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.Arrivals.Arrived;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
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

    private final Leaving leaving;
    private final EmptyRooms emptyRooms;

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
        private final Arrivals arrivals = new Arrivals();
        private final Set<Room> incomplete = new HashSet<>();
        private final @Nullable StreamEvent newestKnown;
        private final long downSince;
        private final Set<Key> letGo;
        private final Set<Key> ids = new HashSet<>();
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
        this.leaving = new Leaving(limits.leavingBytes());
        this.emptyRooms = new EmptyRooms(limits.emptyRooms(), this::forget);
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
        Key key = new Key(organizationId, eventId);
        if (reading.letGo.contains(key) || !reading.ids.add(key)) {
            return false;
        }
        reading.arrivals.add(arrived);
        makeRoom(reading);
        return true;
    }

    // What was held before goes first, as it would at the end.
    private void makeRoom(Replay reading) {
        while (bytes + reading.arrivals.bytes() > limits.bytes()) {
            if (!order.isEmpty()) {
                evictOldest();
            } else if (!reading.arrivals.isEmpty()) {
                drop(reading.arrivals.dropOldest(), reading);
            } else {
                return;
            }
        }
    }

    private void drop(Arrived dropped, Replay reading) {
        // At once: a moment before it is nobody's position any more. Whoever has got one already is told of a gap.
        coveredSince = Math.max(coveredSince, dropped.arrival().at().toEpochMilli());
        Room room = rooms.get(dropped.organizationId());
        if (room != null) {
            reading.incomplete.add(room);
        }
        Key key = new Key(dropped.organizationId(), dropped.eventId());
        reading.ids.remove(key);
        rememberLetGo(key);
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
            coveredSince = Math.max(coveredSince, coverage(read, now));
        } else if (isInterrupted(read, now)) {
            coveredSince = Math.max(coveredSince, coverage(read, now));
            rooms.values().forEach(room -> room.markGap(now));
        } else {
            read.incomplete.forEach(room -> room.markGap(now));
        }
        read.arrivals.inOrder().forEach(this::admit);
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
        if (room.holdsNothing()) {
            bytes += HistoryLimits.ROOM_BYTES;
            emptyRooms.remove(room);
        }
        EventStream.Arrival arrival = arrived.arrival();
        StreamEvent event =
                room.append(arrived.eventId(), arrived.json(), arrival.at().toEpochMilli(), arrival.persistent());
        order.add(new Held(room, event));
        bytes += event.footprint();
        while (order.size() > limits.size() || bytes > limits.bytes()) {
            evictOldest();
        }
        return true;
    }

    private void evictOldest() {
        Held oldest = order.remove();
        Room room = oldest.room();
        bytes -= oldest.event().footprint();
        room.evict(oldest.event());
        leaving.add(oldest.event());
        if (room.holdsNothing()) {
            bytes -= HistoryLimits.ROOM_BYTES;
            emptyRooms.offer(room);
        }
        Key key = new Key(room.organizationId(), oldest.event().eventId());
        rememberLetGo(key);
        if (replay != null) {
            replay.letGo.add(key);
        }
    }

    private void rememberLetGo(Key key) {
        letGo.add(key);
        if (letGo.size() > limits.size()) {
            letGo.remove();
        }
    }

    /** The organization's room; {@code null} if it has none yet. */
    @Nullable Room existingRoom(OrganizationId organizationId) {
        return rooms.get(organizationId);
    }

    Room room(OrganizationId organizationId) {
        // The usual case first, which takes no lock.
        Room known = rooms.get(organizationId);
        return known != null ? known : rooms.computeIfAbsent(organizationId, newRoom);
    }

    /** Lets go of what is too old, and of rooms that have been empty for a day. */
    synchronized void sweep(long now) {
        long tooOld = now - limits.keepFor().toMillis();
        while (!order.isEmpty() && order.element().event().arrivedAt() < tooOld) {
            evictOldest();
        }
        leaving.sweep();
        if (now >= nextLookAtRooms || now < nextLookAtRooms - LOOK_AT_ROOMS_EVERY_MS) {
            nextLookAtRooms = now + LOOK_AT_ROOMS_EVERY_MS;
            long dayAgo = now - HistoryLimits.FORGET_ROOM_AFTER.toMillis();
            emptyRooms.forgetThoseBefore(dayAgo);
        }
    }

    // With the room goes the knowledge of what it last let go; nobody's moment may reach back behind that any more.
    private void forget(Room room) {
        coveredSince = Math.max(coveredSince, room.lastEvictedAt());
        rooms.remove(room.organizationId(), room);
    }

    /** Adds a subscriber to its room, so that the room is not forgotten in between. */
    synchronized <T> T inRoom(OrganizationId organizationId, Function<Room, T> action) {
        Room room = room(organizationId);
        emptyRooms.remove(room);
        return action.apply(room);
    }

    /** A subscriber has left; a room that never held anything goes with its last one. */
    void left(Room room) {
        if (room.isEmpty()) {
            synchronized (this) {
                if (room.lastEvictedAt() > 0) {
                    emptyRooms.offer(room);
                } else if (room.isEmpty()) {
                    rooms.remove(room.organizationId(), room);
                }
            }
        }
    }

    synchronized int size() {
        return order.size();
    }

    /** Memory of the held events, of those that wait for the end of a replay, and of those that are leaving. */
    synchronized long bytes() {
        return bytes + leaving.bytes() + (replay == null ? 0 : replay.arrivals.bytes());
    }

    int rooms() {
        return rooms.size();
    }
}
