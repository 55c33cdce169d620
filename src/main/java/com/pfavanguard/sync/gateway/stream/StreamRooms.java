package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.Largest;
import com.pfavanguard.sync.gateway.RoomList;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the figures of the rooms. Chooses among all rooms without a lock; takes {@link History}'s for each of the chosen
 * ones apart, so that events do not wait for a long list.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
final class StreamRooms implements RoomList {

    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::sessions)
            .thenComparingInt(Candidate::events)
            .thenComparing(candidate -> candidate.room.organizationId().value(), Comparator.reverseOrder());

    private final History history;

    StreamRooms(EventStream stream) {
        this.history = stream.history();
    }

    // The figures are taken once: a comparison of figures that change could contradict itself.
    private record Candidate(Room room, int sessions, int events) {}

    @Override
    public int count() {
        return history.rooms().count();
    }

    @Override
    public List<RoomFigures> largest(@Nullable OrganizationId organizationId, int most) {
        Largest<Candidate> largest = new Largest<>(most, ORDER);
        if (organizationId == null) {
            history.rooms().forEach(room -> largest.add(candidate(room)));
        } else {
            Room room = history.rooms().find(organizationId);
            if (room != null) {
                largest.add(candidate(room));
            }
        }
        return largest.list().stream().map(this::figures).toList();
    }

    private static Candidate candidate(Room room) {
        return new Candidate(room, room.subscribers(), room.heldCount());
    }

    private RoomFigures figures(Candidate candidate) {
        Room room = candidate.room;
        StreamEvent tail = room.tail();
        OrganizationStates states = room.states();
        int records;
        SortedMap<String, Integer> counts;
        synchronized (history) {
            records = states.size();
            counts = states.counts();
        }
        return new RoomFigures(
                room.organizationId(),
                candidate.sessions,
                candidate.events,
                Math.max(0, tail.bytesUpTo() - room.beforeOldest().bytesUpTo()),
                records,
                counts,
                tail.arrivedAt() == 0 ? null : Instant.ofEpochMilli(tail.arrivedAt()));
    }
}
