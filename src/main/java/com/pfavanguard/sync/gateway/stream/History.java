package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.ReplayBuffer.BufferedEvent;
import java.util.ArrayDeque;
import java.util.Collection;
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
 *
 * <p>Rooms are woken by {@link #wakeAll}, never under this object's lock: whoever serves a session holds that session's
 * lock, and may need this object's to take it out of its room.
 */
final class History {

    private final Map<OrganizationId, Room> rooms = new ConcurrentHashMap<>();
    private final Function<OrganizationId, Room> newRoom;
    private final HistoryLimits limits;
    private final BrokerTime time;

    private final Deque<Held> order = new ArrayDeque<>();
    private long bytes;

    private final EvictedEvents leaving;
    private final EmptyRooms emptyRooms;

    // Let go here, but perhaps not yet at the broker, which would then send them again.
    private final Deque<Key> letGo = new ArrayDeque<>();

    // There may be thousands, and a room is kept for a day.
    private static final long LOOK_AT_ROOMS_EVERY_MS = 60_000;
    private long nextLookAtRooms = Long.MIN_VALUE;

    // How much earlier than now, or than the interruption, an event may be stamped that came later. Less than the
    // tolerance of a moment, so that no moment skips it.
    private static final long CLOCK_SLACK_MS = HistoryLimits.TOLERANCE_MS / 2;

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
        private final ReplayBuffer arrivals = new ReplayBuffer();
        private final Set<Room> incomplete = new HashSet<>();
        private final @Nullable Held newestKnown;
        private final long downSince;
        private final long knownUntil;
        private final Set<Key> letGo;
        private final Set<Key> ids = new HashSet<>();
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
        this.leaving = new EvictedEvents(limits.evictedBytes());
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

    /** What the broker's data are called; empty if it has not said. */
    String data() {
        return data;
    }

    /**
     * Learns whose data are being read. If they are others than before, all that was known of the past is worth nothing.
     *
     * @param name short name of the data; empty if the broker does not say
     * @return whether all rooms are to be woken
     */
    synchronized boolean dataAre(String name) {
        boolean others = !name.isEmpty() && !lastData.isEmpty() && !name.equals(lastData);
        boolean concerns = others && gapBefore();
        if (!name.isEmpty()) {
            lastData = name;
        }
        data = name;
        return concerns;
    }

    /**
     * Something may have gone unread before the past began to be read again, among what is held here.
     *
     * @return whether it concerns anybody, so that all rooms are to be woken
     */
    synchronized boolean gapBefore() {
        if (replay != null) {
            replay.unsure = true;
            return ready;
        }
        return ready && gap();
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
        BufferedEvent arrived =
                new BufferedEvent(organizationId, eventId, json, arrival, reading == null ? 0 : reading.read);
        if (reading == null) {
            admit(arrived, time.millis() - CLOCK_SLACK_MS);
            return true;
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

    private void drop(BufferedEvent dropped, Replay reading) {
        // At once: a moment before it is nobody's position any more. Whoever has got one already is told of a gap.
        long stamp = Math.min(dropped.arrival().at().toEpochMilli(), time.millis());
        coveredSince = Math.max(coveredSince, Math.max(stamp, earliestNew(reading)));
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
     * Something that this process has not read may have gone from the broker just now: earlier positions are forgotten, and
     * every client is told in passing. While the past is being read, only if it is something that nobody here knows.
     *
     * @return whether it concerns anybody, so that all rooms are to be woken
     */
    synchronized boolean gap() {
        Replay reading = replay;
        if (reading == null) {
            forgetPositions(time.millis());
            return true;
        }
        boolean concerns = reading.isPastWhatWeKnow();
        if (concerns) {
            reading.gap(reading.read, time.millis());
        }
        return concerns;
    }

    /**
     * Has every subscriber looked at soon. Without this object's lock.
     *
     * @param batch the calling thread's
     */
    void wakeAll(Batch batch) {
        rooms.values().forEach(room -> room.wake(batch, true));
    }

    private void forgetPositions(long since) {
        coveredSince = Math.max(coveredSince, since);
        rooms.values().forEach(room -> room.markGap(since));
    }

    /**
     * Ends the reading of the past and lets out what was new in it.
     *
     * @param loss what the broker should have had as well
     * @return whether all rooms are to be woken
     */
    synchronized boolean endReplay(HistoryLoss loss) {
        Replay read = replay;
        if (read == null) {
            return false;
        }
        replay = null;
        if (!ready) {
            coveredSince = Math.max(coveredSince, coverage(read));
        } else if (isInterrupted(read)) {
            // A history that has room left has nevertheless not kept everything if what we know is not in it.
            boolean kept = read.newestKnown == null || read.newestKnownSeen || read.wasFull(limits);
            coveredSince = kept && !read.unsure ? Math.max(coveredSince, coverage(read)) : time.millis();
            rooms.values().forEach(room -> room.markGap(time.millis()));
        } else {
            read.incomplete.forEach(room -> room.markGap(time.millis()));
        }
        if (loss.isSome()) {
            read.gap(loss.behind(), Math.min(loss.since(), time.millis()));
        }
        admitAll(read, earliestNew(read));
        knownUntil = Long.MAX_VALUE;
        downSince = null;
        ready = true;
        return true;
    }

    // What is new after an interruption came after it began; of the first past only the stamps tell.
    private long earliestNew(Replay read) {
        return ready ? read.knownUntil - CLOCK_SLACK_MS : 0;
    }

    private void admitAll(Replay read, long notBefore) {
        List<BufferedEvent> arrivals = read.arrivals.inOrder();
        if (read.gapAfter < 0) {
            arrivals.forEach(arrived -> admit(arrived, notBefore));
            return;
        }
        arrivals.stream()
                .filter(arrived -> arrived.place() <= read.gapAfter)
                .forEach(arrived -> admit(arrived, notBefore));
        forgetPositions(read.gapSince);
        arrivals.stream()
                .filter(arrived -> arrived.place() > read.gapAfter)
                .forEach(arrived -> admit(arrived, notBefore));
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

    /** @param notBefore the event came later than that, whatever its stamp: the broker's clock may have been set back */
    private void admit(BufferedEvent arrived, long notBefore) {
        Room room = room(arrived.organizationId());
        if (room.holdsNothing()) {
            bytes += HistoryLimits.ROOM_BYTES;
            emptyRooms.remove(room);
        }
        EventStream.Arrival arrival = arrived.arrival();
        long now = time.millis();
        // A stamp from the future, which only a broker that sets none lets a producer write, must not last for ever.
        long stamp = Math.min(arrival.at().toEpochMilli(), now + HistoryLimits.TOLERANCE_MS);
        long arrivedAt = Math.max(stamp, notBefore);
        StreamEvent event = room.append(arrived.eventId(), arrived.json(), arrivedAt, arrival.persistent());
        order.add(new Held(room, event, time.monotonic() - Math.max(0, now - arrivedAt)));
        bytes += event.footprint();
        while (order.size() > limits.size() || bytes > limits.bytes()) {
            evictOldest();
        }
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
    synchronized void sweep() {
        long now = time.monotonic();
        long tooOld = now - limits.keepFor().toMillis();
        while (!order.isEmpty() && order.element().since() < tooOld) {
            evictOldest();
        }
        leaving.sweep();
        if (now >= nextLookAtRooms) {
            nextLookAtRooms = now + LOOK_AT_ROOMS_EVERY_MS;
            emptyRooms.forgetThoseBefore(time.millis() - HistoryLimits.FORGET_ROOM_AFTER.toMillis());
        }
    }

    // With the room goes the knowledge of what it last let go; nobody's moment may reach back behind that any more.
    private void forget(Room room) {
        coveredSince = Math.max(coveredSince, Math.min(room.lastEvictedAt(), time.millis()));
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
