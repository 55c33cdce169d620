package com.pfavanguard.sync.gateway.stream;

/** How far one subscription has got with a snapshot. All that a slow one keeps is an id and its base. */
final class SnapshotProgress {

    private final SnapshotBase base;
    private String afterPfaId = "";

    SnapshotProgress(SnapshotBase base) {
        this.base = base;
    }

    SnapshotChunk next(Room room, Snapshots snapshots, EventFilter filter) {
        return snapshots.chunk(room, base, afterPfaId, filter);
    }

    /** Moves past that message; returns whether it was the last. */
    boolean handedOver(SnapshotChunk chunk) {
        afterPfaId = chunk.lastPfaId();
        return chunk.isLast();
    }
}
