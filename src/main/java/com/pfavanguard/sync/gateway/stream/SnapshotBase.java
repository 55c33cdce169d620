package com.pfavanguard.sync.gateway.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The link of a room's chain at which snapshots are taken: they hold the states up to it, and events go on behind it.
 * Subscriptions that begin at about the same time share one, and with it the messages built for it. Safe for any thread.
 */
final class SnapshotBase {

    private final StreamEvent link;
    private final String position;
    private final long createdNanos;
    private final Map<String, SnapshotChunk> chunks = new ConcurrentHashMap<>();
    private volatile boolean shared = true;

    /** @param position of a client that stands at the link */
    SnapshotBase(StreamEvent link, String position, long createdNanos) {
        this.link = link;
        this.position = position;
        this.createdNanos = createdNanos;
    }

    StreamEvent link() {
        return link;
    }

    String position() {
        return position;
    }

    long createdNanos() {
        return createdNanos;
    }

    /** Whether the history no longer has all events behind it. */
    boolean isOverrun() {
        StreamEvent next = link.next();
        return next != null && next.isMissed();
    }

    /** The message behind that record that has been built before; {@code null} if there is none. */
    @Nullable SnapshotChunk chunkAfter(String pfaId) {
        return chunks.get(pfaId);
    }

    /** Keeps a message for others. Returns it, or the one that another thread was faster to keep. */
    SnapshotChunk keep(String afterPfaId, SnapshotChunk chunk) {
        SnapshotChunk known = chunks.putIfAbsent(afterPfaId, chunk);
        return known == null ? chunk : known;
    }

    boolean isShared() {
        return shared;
    }

    /** Frees the messages. A slow subscription goes on without them. Returns how many bytes they had. */
    long unshare() {
        shared = false;
        long bytes = chunks.values().stream().mapToLong(SnapshotChunk::bytes).sum();
        chunks.clear();
        return bytes;
    }
}
