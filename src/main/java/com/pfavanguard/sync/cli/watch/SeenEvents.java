package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers the ids of the latest events, to drop duplicates: redelivery and resume may both send an event again. */
final class SeenEvents {

    // The default size of the gateway's history, so that no event it replays has been forgotten.
    static final int MOST = 20_000;

    private final Set<EventId> ids = new LinkedHashSet<>();

    /** Returns whether the event is new, and remembers it. */
    boolean isNew(EventId id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > MOST) {
            ids.remove(ids.iterator().next());
        }
        return true;
    }
}
