package com.pfavanguard.sync.gateway.stream;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Remembers rooms without subscribers and events, the longest empty first, up to a maximum: a producer can invent any
 * number of organizations. Used under {@link History}'s lock.
 */
final class EmptyRooms {

    private final int most;
    private final Consumer<Room> forget;
    private final Set<Room> rooms = new LinkedHashSet<>();

    /** @param forget is given the rooms that exceed the maximum or have been empty for too long */
    EmptyRooms(int most, Consumer<Room> forget) {
        this.most = most;
        this.forget = forget;
    }

    /** Adds the room if it is empty. */
    void offer(Room room) {
        if (room.isEmpty() && rooms.add(room) && rooms.size() > most) {
            Iterator<Room> oldest = rooms.iterator();
            Room forgotten = oldest.next();
            oldest.remove();
            forget.accept(forgotten);
        }
    }

    /** The room gets a subscriber or an event. */
    void remove(Room room) {
        rooms.remove(room);
    }

    /** Forgets the rooms whose last event arrived before that moment. */
    void forgetThoseBefore(long moment) {
        for (Iterator<Room> each = rooms.iterator(); each.hasNext(); ) {
            Room room = each.next();
            if (room.lastEvictedAt() < moment) {
                each.remove();
                forget.accept(room);
            }
        }
    }
}
