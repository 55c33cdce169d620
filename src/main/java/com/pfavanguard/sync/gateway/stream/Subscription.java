package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session: where it stands in the room's chain and how it wants its messages. Touched under the
 * lock of its {@link Subscriber} only.
 */
final class Subscription {

    private final @Nullable String id;
    private final MessageEncoding encoding;
    // Where the client wants to go on from; until the greeting, which is the last to need it.
    private @Nullable String askedPosition;

    /** The last link handed out; {@code null} until the greeting. */
    private @Nullable StreamEvent cursor;

    private boolean caughtUp;

    /** Waits until the client has all events there are. */
    private @Nullable Notice notice;

    /** A greeting or notice that nobody has taken yet; everything else comes after it. */
    private @Nullable SingleMessage own;

    /**
     * @param id the client's name for it, {@code null} if it gave none
     * @param askedPosition where the client wants to go on from, {@code null} for live events only
     */
    Subscription(@Nullable String id, MessageEncoding encoding, @Nullable String askedPosition) {
        this.id = id;
        this.encoding = encoding;
        this.askedPosition = askedPosition;
    }

    @Nullable String id() {
        return id;
    }

    /**
     * What the client is to get next; {@code null} if there is nothing for now.
     *
     * @param batch holds it afterwards, if it is events
     */
    @Nullable Messages next(Room room, EventStream stream, Batch batch) {
        if (own != null) {
            return own;
        }
        StreamEvent at = cursor;
        if (at == null) {
            return stream.isReady() ? say(greet(room, stream)) : null;
        }
        StreamEvent next = at.next();
        if (next == null) {
            caughtUp = true;
            return notice == null ? null : say(tell(room, stream, at, notice));
        }
        if (next.isGap()) {
            cursor = next;
            return say(greeting(room, stream, next, false));
        }
        return batch.fill(at, encoding) ? batch : say(skip(room, stream));
    }

    private SingleMessage say(byte[] message) {
        own = new SingleMessage(message);
        return own;
    }

    /** Moves past the first {@code bytes} of what {@link #next} has given. */
    void handedOver(Messages messages, int bytes) {
        if (bytes > 0) {
            if (messages instanceof Batch batch) {
                cursor = batch.linkAfter(bytes);
            } else {
                own = null;
            }
        }
    }

    boolean hasNext(EventStream stream) {
        StreamEvent at = cursor;
        return own != null || (at == null ? stream.isReady() : at.next() != null || notice != null);
    }

    /** Has this told in between events; what was to be told before and has not been is left out. */
    void tell(Notice notice) {
        this.notice = notice;
    }

    private byte[] tell(Room room, EventStream stream, StreamEvent at, Notice told) {
        notice = null;
        String position = room.positionOf(at, stream.knownMoment());
        return encoding.encode(position, told.json(position));
    }

    // What comes next has left the house already: the client is told so, as after a gap, and goes on from now.
    private byte[] skip(Room room, EventStream stream) {
        StreamEvent tail = room.tail();
        cursor = tail;
        return greeting(room, stream, tail, false);
    }

    private byte[] greet(Room room, EventStream stream) {
        if (askedPosition == null) {
            StreamEvent tail = room.tail();
            cursor = tail;
            return greeting(room, stream, tail, null);
        }
        StreamEvent found = room.find(askedPosition, stream.history().coveredSince(), stream.knownMoment())
                .orElse(null);
        StreamEvent start = found != null ? found : room.tail();
        cursor = start;
        return greeting(room, stream, start, found != null);
    }

    // A recovered client keeps its own position: the link it was found at may have left the house meanwhile.
    private byte[] greeting(Room room, EventStream stream, StreamEvent at, @Nullable Boolean recovered) {
        String position = Boolean.TRUE.equals(recovered) && askedPosition != null
                ? askedPosition
                : room.positionOf(at, stream.knownMoment());
        askedPosition = null;
        byte[] json = stream.greeting(room.organizationId(), position, recovered);
        return encoding.encode(position, json);
    }

    /** Events between this subscription and the room's newest; 0 while it still catches up with the past. */
    long lagEvents(Room room) {
        StreamEvent at = cursor;
        return at == null || !caughtUp ? 0 : room.tail().sequence() - at.sequence();
    }

    /** Likewise in bytes of JSON. */
    long lagBytes(Room room) {
        StreamEvent at = cursor;
        return at == null || !caughtUp ? 0 : room.tail().bytesUpTo() - at.bytesUpTo();
    }

    /** Whether the next event to hand out is no longer kept for anybody else. */
    boolean overrun() {
        StreamEvent at = cursor;
        StreamEvent next = at == null ? null : at.next();
        return next != null && next.evicted() && !next.isGap();
    }
}
