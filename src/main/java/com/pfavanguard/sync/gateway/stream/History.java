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
import java.util.Objects;
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
    private final BrokerTime time;

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
    private long nextLookAtRooms = Long.MIN_VALUE;

    private @Nullable Replay replay;
    private volatile boolean ready;
    private volatile long coveredSince;
    private volatile long knownUntil = Long.MAX_VALUE;
    /** When the link was last known to be up, by monotonic time; {@code null} while it is. */
    private @Nullable Long downSince;

    private volatile String data = "";
    private String lastData = "";

    /** @param since when the event came, by monotonic time: it grows old however clocks are set */
    private record Held(Room room, StreamEvent event, long since) {}

    /** @param place how many messages of the past had been read with it */
    private record Arrived(
            OrganizationId organizationId, String eventId, byte[] json, EventStream.Arrival arrival, int place) {
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
        private final @Nullable Held newestKnown;
        private final long downSince;
        private final long knownUntil;
        private final Set<Key> letGo;
        private final Set<Key> ids = new HashSet<>();
        private boolean mixedPriorities;
        private boolean newestKnownSeen;
        private int read;
        private long oldestRead = Long.MAX_VALUE;
        /** Whether something may be missing among what is held already. */
        private boolean unsure;

        /** Messages may be missing behind the one at this place, and since when; -1 if nowhere. */
        private int gapAfter = -1;

        private long gapSince;

        Replay(@Nullable Held newestKnown, long downSince, long knownUntil, Collection<Key> letGo) {
            this.newestKnown = newestKnown;
            this.downSince = downSince;
            this.knownUntil = knownUntil;
            this.letGo = new HashSet<>(letGo);
        }

        void gap(int after, long since) {
            gapAfter = Math.max(gapAfter, after);
            gapSince = Math.max(gapSince, since);
        }

        // Whether what is missing may be something that the memory does not hold.
        private boolean isPastWhatWeKnow() {
            return newestKnown == null || newestKnownSeen;
        }

        // A little less than full counts as full: the ring moves on while it is being read.
        private boolean wasFull(HistoryLimits limits) {
            return read >= limits.size() - limits.size() / 20;
        }
    }

    History(HistoryLimits limits, BrokerTime time, Function<OrganizationId, Room> newRoom) {
        this.limits = limits;
        this.time = time;
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

    /** What the broker's data are called; empty if it has not said. */
    String data() {
        return data;
    }

    /**
     * Learns whose data are being read. If they are others than before, all that was known of the past is worth nothing.
     *
     * @param name short name of the data; empty if the broker does not say
     */
    synchronized void dataAre(String name, Batch batch) {
        if (!name.isEmpty()) {
            if (!lastData.isEmpty() && !name.equals(lastData)) {
                gapBefore(batch);
            }
            lastData = name;
        }
        data = name;
    }

    /**
     * Something may have gone unread before the past began to be read again, among what is held here.
     *
     * @param batch the calling thread's
     */
    synchronized void gapBefore(Batch batch) {
        if (replay != null) {
            replay.unsure = true;
        } else if (ready) {
            gap(batch);
        }
    }

    /** The link has gone down, if it was not already. */
    synchronized void interrupted() {
        if (downSince == null) {
            downSince = time.monotonic();
            knownUntil = time.millis();
        }
    }

    synchronized void beginReplay() {
        interrupted();
        Held newestKnown = null;
        for (var held = order.descendingIterator(); newestKnown == null && held.hasNext(); ) {
            Held newest = held.next();
            newestKnown = newest.event().persistent() && !newest.event().evicted() ? newest : null;
        }
        // What a reading that was broken off had learnt of the time before it is as true now.
        boolean unsure = replay != null && replay.unsure;
        replay = new Replay(newestKnown, Objects.requireNonNull(downSince), knownUntil, letGo);
        replay.unsure = unsure;
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
            reading.newestKnownSeen |=
                    known != null && reading.newestKnown != null && known == reading.newestKnown.event();
        }
        if (known != null) {
            return false;
        }
        Arrived arrived = new Arrived(organizationId, eventId, json, arrival, reading == null ? 0 : reading.read);
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
     * Something that this process has not read may have gone from the broker just now: earlier positions are forgotten, and
     * every client is told in passing. While the past is being read, only if it is something that nobody here knows.
     *
     * @param batch the calling thread's
     */
    synchronized void gap(Batch batch) {
        Replay reading = replay;
        if (reading == null) {
            forgetPositions(time.millis());
            rooms.values().forEach(room -> room.wake(batch, true));
        } else if (reading.isPastWhatWeKnow()) {
            reading.gap(reading.read, time.millis());
        }
    }

    private void forgetPositions(long since) {
        coveredSince = Math.max(coveredSince, since);
        rooms.values().forEach(room -> room.markGap(since));
    }

    /**
     * Ends the reading of the past and hands out what was new in it.
     *
     * @param loss what the broker should have had as well
     * @param batch the calling thread's
     */
    synchronized void endReplay(Loss loss, Batch batch) {
        Replay read = replay;
        if (read == null) {
            return;
        }
        replay = null;
        if (!ready) {
            coveredSince = coverage(read);
        } else if (isInterrupted(read)) {
            // A history that has room left has nevertheless not kept everything if what we know is not in it.
            boolean kept = read.newestKnown == null || read.newestKnownSeen || read.wasFull(limits);
            coveredSince = kept && !read.unsure ? coverage(read) : time.millis();
            rooms.values().forEach(room -> room.markGap(time.millis()));
        }
        if (loss.isSome()) {
            read.gap(loss.behind(), Math.min(loss.since(), time.millis()));
        }
        admitAll(read);
        knownUntil = Long.MAX_VALUE;
        downSince = null;
        ready = true;
        rooms.values().forEach(room -> room.wake(batch, true));
    }

    private void admitAll(Replay read) {
        if (read.mixedPriorities) {
            // The broker has put higher priorities first; its numbers tell best how they came.
            read.arrivals.sort(
                    Comparator.comparingLong(arrived -> arrived.arrival().number()));
        }
        if (read.gapAfter < 0) {
            read.arrivals.forEach(this::admit);
            return;
        }
        read.arrivals.stream()
                .filter(arrived -> arrived.place() <= read.gapAfter)
                .forEach(this::admit);
        forgetPositions(read.gapSince);
        read.arrivals.stream()
                .filter(arrived -> arrived.place() > read.gapAfter)
                .forEach(this::admit);
    }

    private long coverage(Replay read) {
        return read.wasFull(limits)
                ? read.oldestRead
                : time.millis() - limits.retention().toMillis();
    }

    // Whether something may have come and gone at the broker between what we hold and what we have just read.
    private boolean isInterrupted(Replay read) {
        long sure = limits.retention().toMillis() - HistoryLimits.TOLERANCE_MS;
        long now = time.monotonic();
        if (read.unsure || now - read.downSince > sure) {
            return true;
        }
        Held newest = read.newestKnown;
        if (newest != null && now - newest.since() < sure) {
            return !read.newestKnownSeen;
        }
        return read.wasFull(limits) && read.oldestRead > read.knownUntil - HistoryLimits.TOLERANCE_MS;
    }

    private boolean admit(Arrived arrived) {
        Room room = room(arrived.organizationId());
        EventStream.Arrival arrival = arrived.arrival();
        long now = time.millis();
        // A stamp from the future, which only a broker that sets none lets a producer write, must not last for ever.
        long arrivedAt = Math.min(arrival.at().toEpochMilli(), now + HistoryLimits.TOLERANCE_MS);
        StreamEvent event = room.append(arrived.eventId(), arrived.json(), arrivedAt, arrival.persistent());
        order.add(new Held(room, event, time.monotonic() - Math.max(0, now - arrivedAt)));
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
    synchronized void sweep() {
        long now = time.monotonic();
        long tooOld = now - limits.keepFor().toMillis();
        while (!order.isEmpty() && order.element().since() < tooOld) {
            evictOldest();
        }
        forgetEncoded();
        if (now >= nextLookAtRooms) {
            nextLookAtRooms = now + LOOK_AT_ROOMS_EVERY_MS;
            long dayAgo = time.millis() - HistoryLimits.FORGET_ROOM_AFTER.toMillis();
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
