package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription with a filter has to know beyond its place in the chain: what of the events behind it is for its
 * client, and which position its client has. Used under the lock of the {@link Subscriber}.
 */
final class Filtering {

    private final EventFilter filter;

    /** Counts the link whose position the client was last told. Not the link itself, which would hold the chain. */
    private long told;

    /** The last link that has been counted; {@code null} if none has been since the subscription moved on. */
    private @Nullable StreamEvent counted;

    private long waitingEvents;
    private long waitingBytes;

    Filtering(EventFilter filter) {
        this.filter = filter;
    }

    /** The last of the links behind {@code at} in a row that are not for the client; {@code at} if the next one is. */
    StreamEvent passOver(StreamEvent at) {
        StreamEvent passed = at;
        StreamEvent next = at.next();
        while (next != null && !next.isGap() && !filter.matches(next)) {
            passed = next;
            next = next.next();
        }
        return passed;
    }

    /** The client was told the position of this link. */
    void told(StreamEvent link) {
        told = link.sequence();
    }

    /**
     * Whether the client, which stands at {@code at}, should be told its position. The one it was told last is in the
     * older half of what the room holds; a client that came back with it much later would not recover, although it has
     * missed nothing.
     */
    boolean owesPosition(Room room, StreamEvent at) {
        return at.sequence() > told && room.isInOlderHalf(told);
    }

    /** The subscription has moved on; what waits behind it is counted anew when someone asks. */
    void movedOn() {
        counted = null;
    }

    /** Events behind {@code at} that are for the client. */
    long waitingEvents(StreamEvent at) {
        count(at);
        return waitingEvents;
    }

    /** The same in bytes of JSON. */
    long waitingBytes(StreamEvent at) {
        count(at);
        return waitingBytes;
    }

    private void count(StreamEvent at) {
        StreamEvent last = counted;
        if (last == null) {
            last = at;
            waitingEvents = 0;
            waitingBytes = 0;
        }
        for (StreamEvent next = last.next(); next != null; next = next.next()) {
            if (!next.isGap() && filter.matches(next)) {
                waitingEvents++;
                waitingBytes += next.bytesUpTo() - last.bytesUpTo();
            }
            last = next;
        }
        counted = last;
    }
}
