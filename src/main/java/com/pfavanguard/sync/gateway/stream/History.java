package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
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

    private @Nullable Replay replay;
    private volatile boolean ready;
    private volatile long coveredSince;

    private record Held(Room room, StreamEvent event) {}

    private record Arrival(
            OrganizationId organizationId, String eventId, byte[] json, long arrivedAt, boolean persistent) {}

    /** What is learnt while the past is read again. */
    private static final class Replay {
        private final List<Arrival> arrivals = new ArrayList<>();
        private final @Nullable StreamEvent newestKnown;
        private final long downSince;
        private boolean newestKnownSeen;
        private int read;
        private long oldestRead = Long.MAX_VALUE;

        Replay(@Nullable StreamEvent newestKnown, long downSince) {
            this.newestKnown = newestKnown;
            this.downSince = downSince;
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

    /** @param downSince when the link was last known to be up, milliseconds since 1970 */
    synchronized void beginReplay(long downSince) {
        StreamEvent newestKnown = null;
        for (var held = order.descendingIterator(); newestKnown == null && held.hasNext(); ) {
            StreamEvent event = held.next().event();
            newestKnown = event.persistent() ? event : null;
        }
        replay = new Replay(newestKnown, downSince);
    }

    /**
     * Takes one event from the broker.
     *
     * @return {@code false} if it is known already
     */
    synchronized boolean append(
            OrganizationId organizationId, String eventId, byte[] json, long arrivedAt, boolean persistent) {
        Room room = rooms.get(organizationId);
        StreamEvent known = room == null ? null : room.held(eventId);
        Replay reading = replay;
        if (reading != null) {
            reading.read++;
            reading.oldestRead = Math.min(reading.oldestRead, arrivedAt);
            reading.newestKnownSeen |= known != null && known == reading.newestKnown;
        }
        if (known != null) {
            return false;
        }
        Arrival arrival = new Arrival(organizationId, eventId, json, arrivedAt, persistent);
        if (reading != null) {
            return reading.arrivals.add(arrival);
        }
        return admit(arrival);
    }

    /** Ends the reading of the past and hands out what was new in it. */
    synchronized void endReplay(long now) {
        Replay read = replay;
        if (read == null) {
            return;
        }
        replay = null;
        if (!ready) {
            coveredSince = coverage(read, now);
        } else if (isInterrupted(read, now)) {
            coveredSince = coverage(read, now);
            forgetEverything(now);
        }
        read.arrivals.forEach(this::admit);
        ready = true;
        rooms.values().forEach(Room::wake);
    }

    private long coverage(Replay read, long now) {
        boolean full = read.read >= limits.size();
        return full ? read.oldestRead : now - limits.retention().toMillis();
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
        return read.read >= limits.size() && read.oldestRead > read.downSince - Position.CLOCK_TOLERANCE_MS;
    }

    private void forgetEverything(long now) {
        order.clear();
        bytes = 0;
        rooms.values().forEach(room -> room.markGap(now));
    }

    private boolean admit(Arrival arrival) {
        Room room = room(arrival.organizationId());
        if (room.held(arrival.eventId()) != null) {
            return false;
        }
        StreamEvent event = room.append(arrival.eventId(), arrival.json(), arrival.arrivedAt(), arrival.persistent());
        order.add(new Held(room, event));
        bytes += event.json().length;
        recentlyEncoded.add(event);
        if (recentlyEncoded.size() > KEEP_ENCODED) {
            recentlyEncoded.remove().forgetEncoded();
        }
        while (order.size() > limits.size() || bytes > limits.bytes()) {
            evictOldest();
        }
        room.wake();
        return true;
    }

    private void evictOldest() {
        Held oldest = order.remove();
        bytes -= oldest.event().json().length;
        oldest.room().evict(oldest.event());
    }

    Room room(OrganizationId organizationId) {
        return rooms.computeIfAbsent(organizationId, newRoom);
    }

    /** Lets go of what is too old, of encoded copies, and of rooms nobody has been in for a day. */
    synchronized void sweep(long now) {
        long tooOld = now - limits.keepFor().toMillis();
        while (!order.isEmpty() && order.element().event().arrivedAt() < tooOld) {
            evictOldest();
        }
        recentlyEncoded.forEach(StreamEvent::forgetEncoded);
        recentlyEncoded.clear();
        long dayAgo = now - HistoryLimits.FORGET_ROOM_AFTER.toMillis();
        rooms.values().removeIf(room -> room.isForgettable(dayAgo));
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
