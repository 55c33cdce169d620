package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of all organizations, or of one, from now on; for an administrator. Walks the rooms' chains from time
 * to time in its own thread, without a lock, so the threads that deliver events do not know of it and never wait for it.
 * Holds no event: its places in the chains are weak references, so a reader that stands still costs no memory, and learns
 * afterwards that it has missed events. For one thread.
 */
public final class EventTail {

    // For each round. A room with more goes on in the next one, so that it does not keep the others waiting.
    private static final int MOST_OF_A_ROOM = 200;
    private static final int MOST_BYTES = 1024 * 1024;

    private final History history;
    private final @Nullable OrganizationId only;
    private final EventFilter filter;
    private final Map<OrganizationId, Place> places = new HashMap<>();
    private int firstRoom;

    /** One event of a tail. */
    public record TailEvent(String organizationId, String eventId, byte[] json, long arrivedAt) {}

    /**
     * What a round has found.
     *
     * @param events in the order of their arrival; those of one organization in their own order
     * @param gaps organizations in which events may be missing before these, since the broker may have dropped some
     * @param missed events that were gone before this reader came to them, and those behind them; 0 if it follows
     * @param isMore whether the next round finds more at once
     */
    public record Round(List<TailEvent> events, Set<String> gaps, long missed, boolean isMore) {}

    /** Where the tail stands in a room. The link is gone only if the history has evicted it and later ones. */
    private record Place(Room room, WeakReference<StreamEvent> link, long sequence) {

        static Place at(Room room, StreamEvent link) {
            return new Place(room, new WeakReference<>(link), link.sequence());
        }
    }

    EventTail(History history, @Nullable OrganizationId only, EventFilter filter) {
        this.history = history;
        this.only = only;
        this.filter = filter;
        rooms().forEach(room -> places.put(room.organizationId(), Place.at(room, room.tail())));
    }

    private List<Room> rooms() {
        List<Room> rooms = new ArrayList<>();
        if (only == null) {
            history.rooms().forEach(rooms::add);
        } else {
            Room room = history.rooms().find(only);
            if (room != null) {
                rooms.add(room);
            }
        }
        return rooms;
    }

    /** Reads what has come since the last round. */
    public Round next() {
        List<Room> rooms = rooms();
        // Begins with another room each time, as the bytes of a round may not suffice for all.
        Collections.rotate(rooms, -firstRoom);
        Reading reading = new Reading();
        int read = 0;
        for (Room room : rooms) {
            if (reading.bytes >= MOST_BYTES) {
                reading.isMore = true;
                break;
            }
            read++;
            Place place = places.get(room.organizationId());
            Place reached = place != null && place.room == room ? reading.read(place) : reading.begin(room);
            if (reached != place) {
                places.put(room.organizationId(), reached);
            }
        }
        firstRoom = rooms.isEmpty() ? 0 : (firstRoom + read) % rooms.size();
        forgetOthersThan(rooms);
        reading.events.sort(Comparator.comparingLong(TailEvent::arrivedAt));
        return new Round(reading.events, reading.gaps, reading.missed, reading.isMore);
    }

    private void forgetOthersThan(List<Room> rooms) {
        if (places.size() > 2 * rooms.size()) {
            Set<OrganizationId> present = new HashSet<>();
            rooms.forEach(room -> present.add(room.organizationId()));
            places.keySet().retainAll(present);
        }
    }

    private final class Reading {

        private final List<TailEvent> events = new ArrayList<>();
        private final Set<String> gaps = new HashSet<>();
        private int bytes;
        private long missed;
        private boolean isMore;

        Place read(Place from) {
            Room room = from.room;
            StreamEvent at = from.link.get();
            if (at == null) {
                return miss(room, from.sequence);
            }
            int taken = 0;
            for (StreamEvent next = at.next(); next != null; next = at.next()) {
                if (taken == MOST_OF_A_ROOM || bytes >= MOST_BYTES) {
                    isMore = true;
                    break;
                }
                if (next.isGap()) {
                    gaps.add(room.organizationId().value());
                } else if (filter.matches(next)) {
                    byte[] json = next.json();
                    if (json == null) {
                        return miss(room, at.sequence());
                    }
                    events.add(new TailEvent(room.organizationId().value(), next.eventId(), json, next.arrivedAt()));
                    bytes += json.length;
                    taken++;
                }
                at = next;
            }
            return at.sequence() == from.sequence ? from : Place.at(room, at);
        }

        // A room that is new to this tail, or has been forgotten and made again, has had later events only.
        Place begin(Room room) {
            return room.lastEvictedAt() > 0
                    ? miss(room, room.firstSequence())
                    : read(Place.at(room, room.beforeOldest()));
        }

        private Place miss(Room room, long sequence) {
            StreamEvent tail = room.tail();
            missed += tail.sequence() - sequence;
            return Place.at(room, tail);
        }
    }
}
