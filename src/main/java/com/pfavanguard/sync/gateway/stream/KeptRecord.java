package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/** A record in its organization's table. Changed under {@link History}'s lock; {@link #state} is safe for any thread. */
final class KeptRecord {

    private final String pfaId;
    private volatile RecordState state;

    /** The neighbours in the {@link RecordQueue} of the record. */
    @Nullable KeptRecord older;

    @Nullable KeptRecord newer;

    /** Whether it waits to be written to the broker. */
    boolean changed;

    /** Whether it has been taken out of the table. */
    boolean evicted;

    KeptRecord(String pfaId, RecordState state) {
        this.pfaId = pfaId;
        this.state = state;
    }

    String pfaId() {
        return pfaId;
    }

    RecordState state() {
        return state;
    }

    void state(RecordState fresh) {
        state = fresh;
    }

    int footprint() {
        return state.footprint(pfaId);
    }
}
