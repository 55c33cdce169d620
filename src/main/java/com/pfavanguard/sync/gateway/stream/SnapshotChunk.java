package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One message of a snapshot, the same for all subscriptions that stand at the same place of it.
 *
 * @param position goes into {@code eventId}; one that no gateway goes on from, unless this is the last
 * @param json the message, in UTF-8
 * @param deflated the message {@linkplain MessageCompressor#deflate compressed}; {@code null} if it is small, or
 *     for one client alone that cannot read it
 * @param lastPfaId the last record that it covers, whether or not it was for the client
 * @param isLast whether events follow
 */
record SnapshotChunk(String position, byte[] json, byte @Nullable [] deflated, String lastPfaId, boolean isLast) {

    /** Bytes of the message, compressed form included. */
    int bytes() {
        return json.length + (deflated == null ? 0 : deflated.length);
    }
}
