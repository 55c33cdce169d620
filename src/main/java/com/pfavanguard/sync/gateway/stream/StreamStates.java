package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.RecordStates;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads states and events out of the stream, for the REST API. */
@Component
@ConditionalOnRole(Role.GATEWAY)
final class StreamStates implements RecordStates {

    // A page is built in memory before it is sent.
    private static final int LARGEST_PAGE = 1024 * 1024;

    private final History history;
    private final Greeter greeter;

    StreamStates(EventStream stream) {
        this.history = stream.history();
        this.greeter = stream.greeter();
    }

    @Override
    public boolean isReady() {
        return greeter.isReady();
    }

    @Override
    public StatesPage states(
            OrganizationId organizationId, Set<String> types, Set<String> pfaIds, String after, int most) {
        Room room = history.rooms().find(organizationId);
        // Before the states are read: what happens meanwhile comes behind the position once more.
        String position = room == null ? greeter.present() : greeter.positionOf(room, room.tail());
        OrganizationStates states = history.states().find(organizationId);
        if (states == null) {
            return new StatesPage(position, new TreeMap<>(), history.states().uncertainBefore(), List.of(), null);
        }
        List<byte[]> page = new ArrayList<>();
        int bytes = 0;
        String last = null;
        Iterator<KeptRecord> records = records(states, pfaIds, after).iterator();
        while (records.hasNext() && page.size() < most && bytes < LARGEST_PAGE) {
            KeptRecord record = records.next();
            RecordState state = record.state();
            last = record.pfaId();
            if (types.isEmpty() || types.contains(state.type())) {
                page.add(state.json());
                bytes += state.json().length;
            }
        }
        return new StatesPage(
                position,
                counts(states),
                history.states().uncertainBefore(states),
                page,
                records.hasNext() ? last : null);
    }

    private SortedMap<String, Integer> counts(OrganizationStates states) {
        synchronized (history) {
            return states.counts();
        }
    }

    private static Collection<KeptRecord> records(OrganizationStates states, Set<String> pfaIds, String after) {
        if (pfaIds.isEmpty()) {
            return states.records().tailMap(after, false).values();
        }
        return new TreeSet<>(pfaIds)
                .tailSet(after, false).stream()
                        .map(states::find)
                        .filter(Objects::nonNull)
                        .toList();
    }

    @Override
    public EventsPage events(OrganizationId organizationId, @Nullable String after, int most) {
        Room known = history.rooms().find(organizationId);
        Room room = known != null ? known : emptyRoom(organizationId);
        StreamEvent link =
                after == null ? room.beforeOldest() : greeter.find(room, after).orElse(null);
        if (link == null) {
            return new EventsPage(greeter.positionOf(room, room.tail()), false, Collections.emptyList(), false);
        }
        return page(room, link, after, most);
    }

    // Not kept: anybody could ask for any number of organizations.
    private static Room emptyRoom(OrganizationId organizationId) {
        return new Room(new OrganizationStates(organizationId), new FanOut.Worker[0]);
    }

    private EventsPage page(Room room, StreamEvent before, @Nullable String after, int most) {
        List<byte[]> events = new ArrayList<>();
        StreamEvent link = before;
        int bytes = 0;
        for (StreamEvent next = link.next();
                next != null && events.size() < most && bytes < LARGEST_PAGE;
                next = link.next()) {
            byte[] json = next.json();
            if (next.isGap() || json == null) {
                // Nobody can go on from the events before a gap. The next request is told so.
                break;
            }
            events.add(json);
            bytes += json.length;
            link = next;
        }
        String position = link != before || after == null ? positionAt(room, link) : after;
        return new EventsPage(position, after != null, events, link.next() != null);
    }

    // An event that has just been evicted may still be the newest of those, and then its id is found.
    private String positionAt(Room room, StreamEvent link) {
        return link.isGap() ? greeter.positionOf(room, link) : link.eventId();
    }
}
