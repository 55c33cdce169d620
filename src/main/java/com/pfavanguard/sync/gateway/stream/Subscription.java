package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session: a cursor on the room's chain, and the encoding of its messages. Used under the lock
 * of its {@link Subscriber}.
 */
final class Subscription {

    private final @Nullable String id;
    private final MessageEncoding encoding;
    // Where the client wants to go on from; cleared by the greeting, which is the last to need it.
    private @Nullable String askedPosition;

    /** The last link handed over; {@code null} until the greeting. */
    private @Nullable StreamEvent cursor;

    private boolean caughtUp;

    /** Waits until the client has all events there are. */
    private @Nullable Notice notice;

    /** A greeting or notice that the sink has not taken yet; everything else comes after it. */
    private @Nullable SingleMessage pending;

    /**
     * @param id the id that the client chose, {@code null} if it gave none
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
     * The next messages for the client: a greeting, events, or a notice; {@code null} if there is nothing for now.
     *
     * @param batch holds the messages afterwards if they are events
     */
    @Nullable Messages next(Room room, Greeter greeter, Batch batch) {
        if (pending != null) {
            return pending;
        }
        StreamEvent at = cursor;
        if (at == null) {
            return greeter.isReady() ? send(greet(room, greeter)) : null;
        }
        StreamEvent next = at.next();
        if (next == null) {
            caughtUp = true;
            return notice == null ? null : send(encodeNotice(room, greeter, at, notice));
        }
        if (next.isGap()) {
            cursor = next;
            return send(greeting(room, greeter, next, false));
        }
        return batch.fill(at, encoding) ? batch : send(skip(room, greeter));
    }

    private SingleMessage send(byte[] message) {
        pending = new SingleMessage(message);
        return pending;
    }

    /** Moves past the first {@code bytes} of what {@link #next} returned. */
    void handedOver(Messages messages, int bytes) {
        if (bytes > 0) {
            if (messages instanceof Batch batch) {
                cursor = batch.linkAfter(bytes);
            } else {
                pending = null;
            }
        }
    }

    boolean hasNext(Greeter greeter) {
        StreamEvent at = cursor;
        return pending != null || (at == null ? greeter.isReady() : at.next() != null || notice != null);
    }

    /** Sends the notice between two events. Replaces a notice that has not been sent yet. */
    void tell(Notice notice) {
        this.notice = notice;
    }

    private byte[] encodeNotice(Room room, Greeter greeter, StreamEvent at, Notice told) {
        notice = null;
        String position = greeter.positionOf(room, at);
        return encoding.encode(position, told.json(position));
    }

    // The next event is no longer in memory: the client is told of a gap and goes on from the present.
    private byte[] skip(Room room, Greeter greeter) {
        StreamEvent tail = room.tail();
        cursor = tail;
        return greeting(room, greeter, tail, false);
    }

    private byte[] greet(Room room, Greeter greeter) {
        if (askedPosition == null) {
            StreamEvent tail = room.tail();
            cursor = tail;
            return greeting(room, greeter, tail, null);
        }
        StreamEvent found = greeter.find(room, askedPosition).orElse(null);
        StreamEvent start = found != null ? found : room.tail();
        cursor = start;
        return greeting(room, greeter, start, found != null);
    }

    // A recovered client keeps the position it asked for: the link found for it may have been evicted meanwhile.
    private byte[] greeting(Room room, Greeter greeter, StreamEvent at, @Nullable Boolean recovered) {
        String position =
                Boolean.TRUE.equals(recovered) && askedPosition != null ? askedPosition : greeter.positionOf(room, at);
        askedPosition = null;
        return encoding.encode(position, greeter.greeting(room, position, recovered));
    }

    /** Events between this subscription and the room's newest; 0 while it still catches up with the past. */
    long lagEvents(Room room) {
        StreamEvent at = cursor;
        return at == null || !caughtUp ? 0 : room.tail().sequence() - at.sequence();
    }

    /** The same lag in bytes of JSON. */
    long lagBytes(Room room) {
        StreamEvent at = cursor;
        return at == null || !caughtUp ? 0 : room.tail().bytesUpTo() - at.bytesUpTo();
    }

    /** Whether the history has already evicted the next event. */
    boolean overrun() {
        StreamEvent at = cursor;
        StreamEvent next = at == null ? null : at.next();
        return next != null && next.evicted() && !next.isGap();
    }
}
