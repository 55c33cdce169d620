package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One event as it waits to be handed out: a link of its room's chain. Whoever holds a link can walk to everything that
 * came after it, without a lock; what nobody holds any more is garbage. Written once by the appending thread, apart
 * from {@link #next} and the JSON, which is dropped some time after the history has let the event go.
 */
public final class StreamEvent {

    // What an event costs beside its JSON and the characters of its id: this object, the string, the arrays'
    // headers, its entries in the history and in its room's index. Measured on 64-bit JVMs with compressed references:
    // about 220.
    private static final int OBJECTS_BYTES = 256;

    private final String eventId;
    private volatile byte @Nullable [] json;
    private final long sequence;
    private final long bytesUpTo;
    private final long arrivedAt;
    private final boolean persistent;
    private final int footprint;

    private volatile @Nullable StreamEvent next;
    private volatile boolean evicted;

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
        this.footprint = footprint(eventId, json);
        this.sequence = previous == null ? 0 : previous.sequence + 1;
        this.bytesUpTo = (previous == null ? 0 : previous.bytesUpTo) + json.length;
    }

    String eventId() {
        return eventId;
    }

    /**
     * The event as UTF-8 JSON; shared, never to be written to. {@code null} once it has been {@linkplain #drop dropped}:
     * whoever still stands in front of this event has missed it.
     */
    byte @Nullable [] json() {
        return json;
    }

    /** Gives the JSON's memory back, however many sessions may still hold links in front of this one. */
    void drop() {
        json = null;
    }

    /** What this takes in memory, in bytes, until its JSON is dropped. */
    int footprint() {
        return footprint;
    }

    /** What an event takes in memory, in bytes; the JSON is most of it only if the event is a large one. */
    static int footprint(String eventId, byte[] json) {
        return OBJECTS_BYTES + eventId.length() + json.length;
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
    }
}
