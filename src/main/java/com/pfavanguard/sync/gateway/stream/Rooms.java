package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of all organizations that have a subscriber or had an event of late. Changed under {@link History}'s lock;
 * {@link #find}, {@link #wakeAll} and {@link #count} need none.
 */
final class Rooms {

    private final Map<OrganizationId, Room> rooms = new ConcurrentHashMap<>();
    private final Function<OrganizationId, Room> newRoom;
    private final BrokerTime time;
    private final KnownPast past;
    private final EmptyRooms emptyRooms;

    /** @param mostEmpty how many empty rooms are kept at most */
    Rooms(int mostEmpty, BrokerTime time, KnownPast past, Function<OrganizationId, Room> newRoom) {
        this.newRoom = newRoom;
        this.time = time;
        this.past = past;
        this.emptyRooms = new EmptyRooms(mostEmpty, this::forget);
    }

    /** The organization's room; {@code null} if it has none. */
    @Nullable Room find(OrganizationId organizationId) {
        return rooms.get(organizationId);
    }

    Room findOrCreate(OrganizationId organizationId) {
        return rooms.computeIfAbsent(organizationId, newRoom);
    }

    /** The organization's room, which is kept for the subscriber that is about to join. */
    Room enter(OrganizationId organizationId) {
        Room room = findOrCreate(organizationId);
        emptyRooms.remove(room);
        return room;
    }

    /** A subscriber has left. A room that never held an event goes with its last subscriber. */
    void left(Room room) {
        if (room.lastEvictedAt() > 0) {
            emptyRooms.offer(room);
        } else if (room.isEmpty()) {
            rooms.remove(room.organizationId(), room);
        }
    }

    /** The room is about to hold its first event. */
    void filled(Room room) {
        emptyRooms.remove(room);
    }

    /** The room has evicted its last event. */
    void emptied(Room room) {
        emptyRooms.offer(room);
    }

    /** Forgets rooms that have been empty for a day. */
    void sweep() {
        emptyRooms.forgetThoseBefore(time.millis() - HistoryLimits.FORGET_ROOM_AFTER.toMillis());
    }

    // The room knew when it last evicted an event. Without it, no position from before that moment can be honoured.
    private void forget(Room room) {
        past.coverOnlySince(Math.min(room.lastEvictedAt(), time.millis()));
        rooms.remove(room.organizationId(), room);
    }

    /** Makes positions from before that moment invalid, and marks a gap in all rooms, of which their clients are told. */
    void markGap(long since) {
        past.coverOnlySince(since);
        forEach(room -> room.markGap(since));
    }

    void forEach(Consumer<Room> action) {
        rooms.values().forEach(action);
    }

    /**
     * Has every subscriber served soon. Never under {@link History}'s lock, see there.
     *
     * @param batch the calling thread's
     */
    void wakeAll(Batch batch) {
        rooms.values().forEach(room -> room.wake(batch, true));
    }

    int count() {
        return rooms.size();
    }
}
