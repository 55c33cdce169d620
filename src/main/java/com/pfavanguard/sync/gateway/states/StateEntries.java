package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.StateQueue;
import com.pfavanguard.sync.broker.StateQueue.Entry;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.gateway.stream.StateChange;
import com.pfavanguard.sync.gateway.stream.StateMark;
import com.pfavanguard.sync.gateway.stream.StoredState;
import com.pfavanguard.sync.gateway.stream.StoredStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes states as entries of the broker's queue and reads them back. The key is {@code <organization>/<record>}: neither
 * contains a slash. {@code <organization>/} is for an organization as a whole, {@code /} for the mark.
 */
final class StateEntries {

    private static final Logger log = LoggerFactory.getLogger(StateEntries.class);

    private static final String MARK_KEY = "/";

    // To be raised when an older gateway must not read or write the entries any more.
    private static final long VERSION = 1;

    private static final int LONGEST_TYPE = 100;

    private StateEntries() {}

    static Entry entry(StateMark mark) {
        return new Entry(
                MARK_KEY,
                Map.of(
                        "version",
                        VERSION,
                        "number",
                        mark.number(),
                        "persistentNumber",
                        mark.persistentNumber(),
                        "data",
                        mark.data(),
                        "at",
                        mark.at(),
                        "uncertainBefore",
                        mark.uncertainBefore()),
                new byte[0],
                0);
    }

    /** @param now by this machine's clock, as good as any for a second */
    static Entry entry(StateChange change, long now) {
        String key = change.organizationId() + "/" + change.pfaId();
        StoredState state = change.state();
        if (state != null) {
            return new Entry(
                    key,
                    Map.of("type", state.type(), "eventId", state.eventId(), "arrivedAt", state.arrivedAt()),
                    state.json(),
                    state.expiresAt());
        }
        return change.pfaId().isEmpty()
                ? new Entry(key, Map.of("uncertainBefore", change.uncertainBefore()), new byte[0], 0)
                : Entry.removal(key, now);
    }

    /** Reads the mark alone; {@code null} if none has been written. */
    static @Nullable StateMark readMark(StateQueue.Link link) throws IOException {
        List<Entry> found = new ArrayList<>();
        link.read(MARK_KEY, found::add);
        if (found.isEmpty()) {
            return null;
        }
        Entry mark = found.get(found.size() - 1);
        if (mark.number("version") != VERSION) {
            throw new IOException("The states in the broker were written by another version of this application ("
                    + mark.number("version") + "); start no older gateways beside newer ones");
        }
        return new StateMark(
                mark.number("number"),
                mark.number("persistentNumber"),
                mark.text("data"),
                mark.number("at"),
                mark.number("uncertainBefore"));
    }

    /**
     * Reads all. The mark comes first: entries that are written meanwhile are then newer than it, never older.
     *
     * @param progress is called now and then
     */
    static StoredStates read(StateQueue.Link link, Progress progress) throws IOException {
        StateMark mark = readMark(link);
        List<StoredState> states = new ArrayList<>();
        Map<OrganizationId, Long> uncertainBefore = new HashMap<>();
        link.readAll(entry -> {
            progress.moved();
            read(entry, states, uncertainBefore);
        });
        return new StoredStates(mark, states, uncertainBefore);
    }

    private static void read(Entry entry, List<StoredState> states, Map<OrganizationId, Long> uncertainBefore) {
        int slash = entry.key().indexOf('/');
        String organization = slash < 0 ? "" : entry.key().substring(0, slash);
        String pfaId = entry.key().substring(slash + 1);
        if (!OrganizationId.isValid(organization)) {
            return; // the mark
        }
        OrganizationId organizationId = new OrganizationId(organization);
        String type = entry.text("type");
        String eventId = entry.text("eventId");
        if (pfaId.isEmpty()) {
            uncertainBefore.put(organizationId, entry.number("uncertainBefore"));
        } else if (PfaId.isValid(pfaId)
                && EventId.isValid(eventId)
                && !type.isEmpty()
                && type.length() <= LONGEST_TYPE
                && entry.body().length > 0) {
            states.add(new StoredState(
                    organizationId, pfaId, type, eventId, entry.body(), entry.number("arrivedAt"), entry.expiresAt()));
        } else {
            log.debug("Passed over a state that no gateway has written: {}", entry.key());
        }
    }

    /** Is told that something has been read, and may end the reading. */
    interface Progress {

        void moved() throws IOException;
    }
}
