package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.SyncEventType;
import org.jspecify.annotations.Nullable;

/**
 * One event, as a link of its room's chain. A thread that holds a link can walk to all later events without a lock;
 * links that are no longer referenced are garbage. Written once by the appending thread, apart from {@link #next} and
 * the JSON, which is dropped some time after the history has evicted the event.
 */
public final class StreamEvent {

    // Memory of an event without its JSON and the characters of its ids: this object, the strings, the headers of the
    // arrays, the entries in the history and in its room's index. About 260, measured on 64-bit JVMs with compressed
    // references.
    private static final int OBJECTS_BYTES = 300;

    private static final EncodedEvent NO_EVENT =
            new EncodedEvent("", "", SyncEventType.SYNC_QUEUED, 0, new byte[0], null);

    private final String eventId;
    private final String pfaId;
    private final SyncEventType type;
    private volatile byte @Nullable [] json;
    private volatile byte @Nullable [] deflated;
    private final long sequence;
    private final long bytesUpTo;
    private final long arrivedAt;
    private final long producedAt;
    private final boolean persistent;
    private final int footprint;
    private final @Nullable EventTrace trace;

    private volatile @Nullable StreamEvent next;
    private volatile boolean evicted;

    /**
     * A link without an event: a point in a room's chain at which events may be missing.
     */
    static StreamEvent gap(long arrivedAt, StreamEvent previous) {
        StreamEvent gap = new StreamEvent(NO_EVENT, arrivedAt, false, previous);
        gap.evict();
        return gap;
    }

    /** The beginning of a room's chain, which goes on counting from an earlier room of the organization. */
    static StreamEvent beginning(long sequence) {
        StreamEvent beginning = new StreamEvent(NO_EVENT, 0, false, sequence, 0);
        beginning.evict();
        return beginning;
    }

    boolean isGap() {
        return eventId.isEmpty();
    }

    /**
     * @param previous the link before it, from which its counts go on
     * @param arrivedAt when the broker took the event, milliseconds since 1970
     */
    StreamEvent(EncodedEvent event, long arrivedAt, boolean persistent, StreamEvent previous) {
        this(event, arrivedAt, persistent, previous.sequence + 1, previous.bytesUpTo + event.json().length);
    }

    private StreamEvent(EncodedEvent event, long arrivedAt, boolean persistent, long sequence, long bytesUpTo) {
        this.eventId = event.eventId();
        this.pfaId = event.pfaId();
        this.type = event.type();
        this.json = event.json();
        this.deflated = event.deflated();
        this.arrivedAt = arrivedAt;
        this.producedAt = ProducerStamp.start(event.producedAt(), arrivedAt);
        this.persistent = persistent;
        this.footprint = footprint(event);
        this.trace = event.trace();
        this.sequence = sequence;
        this.bytesUpTo = bytesUpTo;
    }

    String eventId() {
        return eventId;
    }

    /** The record that the event is about; empty for a {@linkplain #isGap gap}. */
    String pfaId() {
        return pfaId;
    }

    /** Means nothing for a {@linkplain #isGap gap}. */
    SyncEventType type() {
        return type;
    }

    /**
     * The event as UTF-8 JSON; shared, so never modify it. {@code null} once it has been {@linkplain #drop dropped}: a
     * session that still stands in front of this event has missed it.
     */
    byte @Nullable [] json() {
        return json;
    }

    /** The JSON compressed; {@code null} if it is small, or has been dropped. */
    byte @Nullable [] deflated() {
        return deflated;
    }

    /** Frees the JSON, even if sessions still hold links in front of this one. */
    void drop() {
        json = null;
        deflated = null;
    }

    /** Memory of this event in bytes until its JSON is dropped. */
    int footprint() {
        return footprint;
    }

    /** Memory of an event in bytes; the JSON is most of it only if the event is large. */
    static int footprint(EncodedEvent event) {
        return OBJECTS_BYTES + event.eventId().length() + event.pfaId().length() + event.bytes();
    }

    /** Counts the links of the room's chain. */
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

    /** {@code null} if its producer sent none. */
    @Nullable EventTrace trace() {
        return trace;
    }

    /** When its producer emitted it, if that is credible, else when it arrived; see {@link ProducerStamp}. */
    long producedAt() {
        return producedAt;
    }

    boolean persistent() {
        return persistent;
    }

    @Nullable StreamEvent next() {
        return next;
    }

    /** Links the event that comes next. */
    void follow(StreamEvent event) {
        next = event;
    }

    /** Whether the history no longer keeps this event. */
    boolean evicted() {
        return evicted;
    }

    void evict() {
        evicted = true;
    }

    /** Whether a reader that comes to this link only now has missed its event. */
    boolean isMissed() {
        return evicted && !isGap();
    }
}
