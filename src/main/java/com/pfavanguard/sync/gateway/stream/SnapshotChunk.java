package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One message of a snapshot, the same for all subscriptions that stand at the same place of it. Compressed once, for the
 * first client that can read it. Safe for any thread.
 */
final class SnapshotChunk {

    private final String position;
    private final byte[] json;
    private final String lastPfaId;
    private final boolean last;

    // Two threads may both compress it; the results are equal.
    private volatile byte @Nullable [] deflated;

    /**
     * @param position goes into {@code eventId}; one that no gateway goes on from, unless this is the last
     * @param json the message, in UTF-8; not to be changed afterwards
     * @param lastPfaId the last record that it covers, whether or not it was for the client
     * @param last whether events follow
     */
    SnapshotChunk(String position, byte[] json, String lastPfaId, boolean last) {
        this.position = position;
        this.json = json;
        this.lastPfaId = lastPfaId;
        this.last = last;
    }

    String position() {
        return position;
    }

    byte[] json() {
        return json;
    }

    /** The JSON compressed; {@code null} if no client has been able to read that so far, or the message is small. */
    byte @Nullable [] deflated(MessageEncoding encoding) {
        byte[] known = deflated;
        if (known == null) {
            known = encoding.deflate(json);
            deflated = known;
        }
        return known;
    }

    String lastPfaId() {
        return lastPfaId;
    }

    boolean isLast() {
        return last;
    }
}
