package com.pfavanguard.sync.gateway.stream;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far one subscription has got with its snapshots. All that a slow one keeps is an id and a base. Used under the lock
 * of the {@link Subscriber}.
 */
final class SnapshotProgress {

    // A client that is too slow for that many in a row is closed, and comes back when it can.
    private static final int MOST_IN_A_ROW = 4;

    /** Of the snapshot that is under way; {@code null} if none is. */
    private @Nullable SnapshotBase base;

    private String afterPfaId = "";
    private int inARow;

    void begin(SnapshotBase fresh) {
        base = fresh;
        afterPfaId = "";
        inARow++;
    }

    boolean isUnderWay() {
        return base != null;
    }

    /** The next message. Only while one is under way. */
    SnapshotChunk next(Room room, Snapshots snapshots, EventFilter filter, MessageEncoding encoding) {
        return snapshots.chunk(room, Objects.requireNonNull(base), afterPfaId, filter, encoding);
    }

    /** Moves past that message. */
    void handedOver(SnapshotChunk chunk) {
        afterPfaId = chunk.lastPfaId();
        if (chunk.isLast()) {
            base = null;
            inARow = 0;
        }
    }

    /** Whether one is under way, and none may begin in place of it. */
    boolean isLastTry() {
        return base != null && inARow >= MOST_IN_A_ROW;
    }
}
