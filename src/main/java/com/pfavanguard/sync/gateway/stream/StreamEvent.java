package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One event as it waits to be handed out: a link of its room's chain. Whoever holds a link can walk to everything that
 * came after it, without a lock; what nobody holds any more is garbage. Written once by the appending thread, apart
 * from {@link #next} and the encoded copies.
 */
public final class StreamEvent {

    // Beyond this many distinct subscription ids in one room, frames are encoded each time rather than remembered.
    private static final int MAX_ENCODED = 8;

    private final String eventId;
    private final byte[] json;
    private final long sequence;
    private final long bytesUpTo;
    private final long arrivedAt;
    private final boolean persistent;

    private volatile @Nullable StreamEvent next;
    private volatile boolean evicted;
    private volatile @Nullable Encoded encoded;

    private record Encoded(
            MessageEncoding encoding,
            byte[] message,
            int depth,
            @Nullable Encoded other) {}

    /**
     * A link that is no event: the beginning of a room, or, in the midst of its chain, the place where events may be
     * missing.
     */
    static StreamEvent gap(long arrivedAt, @Nullable StreamEvent previous) {
        StreamEvent gap = new StreamEvent("", new byte[0], arrivedAt, false, previous);
        gap.evict();
        return gap;
    }

    boolean isGap() {
        return eventId.isEmpty();
    }

    /**
     * @param previous the link before it, to count on from; {@code null} for a room's first
     * @param arrivedAt when the broker took it, milliseconds since 1970
     */
    StreamEvent(String eventId, byte[] json, long arrivedAt, boolean persistent, @Nullable StreamEvent previous) {
        this.eventId = eventId;
        this.json = json;
        this.arrivedAt = arrivedAt;
        this.persistent = persistent;
        this.sequence = previous == null ? 0 : previous.sequence + 1;
        this.bytesUpTo = (previous == null ? 0 : previous.bytesUpTo) + json.length;
    }

    public String eventId() {
        return eventId;
    }

    /** The event as UTF-8 JSON; shared, never to be written to. */
    public byte[] json() {
        return json;
    }

    /** This event as {@code encoding} writes it; encoded once for all subscribers that share the encoding. */
    byte[] message(MessageEncoding encoding) {
        Encoded known = encoded;
        for (Encoded e = known; e != null; e = e.other()) {
            if (e.encoding().equals(encoding)) {
                return e.message();
            }
        }
        byte[] message = encoding.encode(this);
        int depth = known == null ? 1 : known.depth() + 1;
        if (depth <= MAX_ENCODED) {
            // Two threads may both encode; the loser's copy is forgotten, which costs a little and harms nobody.
            encoded = new Encoded(encoding, message, depth, known);
        }
        return message;
    }

    /** Forgets the encoded copies; they are made again should somebody resume from before this event. */
    void forgetEncoded() {
        encoded = null;
    }

    long sequence() {
        return sequence;
    }

    /** Bytes of JSON from the room's beginning up to and including this event. */
    long bytesUpTo() {
        return bytesUpTo;
    }

    long arrivedAt() {
        return arrivedAt;
    }

    boolean persistent() {
        return persistent;
    }

    @Nullable StreamEvent next() {
        return next;
    }

    void follow(StreamEvent event) {
        next = event;
    }

    boolean evicted() {
        return evicted;
    }

    void evict() {
        evicted = true;
        encoded = null;
    }
}
