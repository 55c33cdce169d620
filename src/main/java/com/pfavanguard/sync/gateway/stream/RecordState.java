package com.pfavanguard.sync.gateway.stream;

import java.util.Set;

/**
 * The state of one record: its last event. Holds no link of the chain, which would keep all later events in memory.
 *
 * @param type of the event; a text, since a newer gateway may have stored a type that this one does not know
 * @param json the event as clients get it, in UTF-8; shared, so never modify it
 * @param sequence of the event's link in its room's chain, or of the link at which the state was restored
 * @param arrivedAt when the broker took the event, milliseconds since 1970
 */
record RecordState(String type, String eventId, byte[] json, long sequence, long arrivedAt) {

    // SYNC_REMOVED: given up by a user, or expired in the broker.
    private static final Set<String> FINISHED = Set.of("SYNC_SUCCESS", "SYNC_REMOVED");

    // Memory of a record without its JSON and the characters of its ids: this object, its KeptRecord, the strings, the
    // headers of the arrays, the entry in the sorted map. About 290, measured on 64-bit JVMs with compressed
    // references.
    private static final int OBJECTS_BYTES = 300;

    /** Whether nothing more happens to the record until the next edit. */
    boolean isFinished() {
        return FINISHED.contains(type);
    }

    int footprint(String pfaId) {
        return OBJECTS_BYTES + pfaId.length() + eventId.length() + json.length;
    }
}
