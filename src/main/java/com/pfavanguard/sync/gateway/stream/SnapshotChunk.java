package com.pfavanguard.sync.gateway.stream;

/**
 * One message of a snapshot, the same for all subscriptions that stand at the same place of it.
 *
 * @param position goes into {@code eventId}; one that no gateway goes on from, unless this is the last
 * @param json the message, in UTF-8
 * @param lastPfaId the last record that it covers, whether or not it was for the client
 * @param isLast whether events follow
 */
record SnapshotChunk(String position, byte[] json, String lastPfaId, boolean isLast) {}
