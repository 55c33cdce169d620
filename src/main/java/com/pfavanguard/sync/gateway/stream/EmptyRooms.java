package com.pfavanguard.sync.gateway.stream;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rooms that nobody is in and that hold no event, the longest empty first. A producer that invents organizations makes
 * as many as it likes, so only so many are kept. Used under {@link History}'s lock.
 */
final class EmptyRooms {

    private final int most;
    private final Consumer<Room> forget;
    private final Set<Room> rooms = new LinkedHashSet<>();

    /** @param forget is given the rooms there is no place for */
    EmptyRooms(int most, Consumer<Room> forget) {
        this.most = most;
        this.forget = forget;
    }

    /** Takes a room that may be empty; no-op if it is not. */
    void offer(Room room) {
        if (room.isEmpty() && rooms.add(room) && rooms.size() > most) {
            Iterator<Room> oldest = rooms.iterator();
            Room forgotten = oldest.next();
            oldest.remove();
            forget.accept(forgotten);
        }
    }

    /** Somebody has come, or an event. */
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
