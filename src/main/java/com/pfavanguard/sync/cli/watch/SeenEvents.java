package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the latest events, to tell a double: redelivery and resume may both bring an event again. */
final class SeenEvents {

    // What the gateway's history holds by default, so nothing it can replay has been forgotten here.
    static final int MOST = 20_000;

    private final Set<EventId> ids = new LinkedHashSet<>();

    /** Whether the event is a new one; from now on it is not. */
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
