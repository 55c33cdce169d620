package com.pfavanguard.sync.gateway.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records in the order of their last events. A list through the records themselves, since a list of its own would cost
 * each of them as much memory again. Used under {@link History}'s lock.
 */
final class RecordQueue {

    private @Nullable KeptRecord oldest;
    private @Nullable KeptRecord newest;

    void add(KeptRecord record) {
        record.older = newest;
        record.newer = null;
        if (newest == null) {
            oldest = record;
        } else {
            newest.newer = record;
        }
        newest = record;
    }

    void remove(KeptRecord record) {
        if (record.older == null) {
            oldest = record.newer;
        } else {
            record.older.newer = record.newer;
        }
        if (record.newer == null) {
            newest = record.older;
        } else {
            record.newer.older = record.older;
        }
        record.older = null;
        record.newer = null;
    }

    boolean isEmpty() {
        return oldest == null;
    }

    /** The record whose last event came first. Only if there is one. */
    KeptRecord oldest() {
        return Objects.requireNonNull(oldest);
    }
}
