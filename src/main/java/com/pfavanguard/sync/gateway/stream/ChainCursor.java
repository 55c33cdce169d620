package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.stream.SessionMeters.Slow;
import org.jspecify.annotations.Nullable;

/**
 * Marks where one subscription stands on its room's chain, and tells what waits there for its client. Used under the
 * lock of the {@link Subscriber}.
 */
final class ChainCursor {

    private final EventFilter filter;
    /** Only with a filter. */
    private final @Nullable Filtering filtering;

    /** The last link handed over or, with a filter, passed over; {@code null} until the greeting. */
    private @Nullable StreamEvent link;

    private boolean caughtUp;

    ChainCursor(EventFilter filter) {
        this.filter = filter;
        this.filtering = filter == EventFilter.ALL ? null : new Filtering(filter);
    }

    EventFilter filter() {
        return filter;
    }

    /** The last link handed over or passed over; {@code null} until the greeting. */
    @Nullable StreamEvent link() {
        return link;
    }

    /** Moves to a link, of whose position the client is told. */
    void moveTo(StreamEvent reached) {
        link = reached;
        if (filtering != null) {
            filtering.told(reached);
            filtering.movedOn();
        }
    }

    /** Notes that the client is told the position of the link where it stands. */
    void told(StreamEvent at) {
        if (filtering != null) {
            filtering.told(at);
        }
    }

    /** Moves from {@code at} past the events that are not for the client, and returns the link reached. */
    StreamEvent passOver(StreamEvent at) {
        if (filtering == null) {
            return at;
        }
        StreamEvent reached = filtering.passOver(at);
        link = reached;
        filtering.movedOn();
        return reached;
    }

    /** Whether the client has had all earlier events, or still gets those of the past or of a snapshot. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    void caughtUp(boolean caughtUp) {
        this.caughtUp = caughtUp;
    }

    /** The next event that is for the client, or gap; {@code null} if there is none, or before the greeting. */
    @Nullable StreamEvent nextWanted() {
        StreamEvent at = link;
        return at == null ? null : nextWanted(at);
    }

    private @Nullable StreamEvent nextWanted(StreamEvent at) {
        return (filtering == null ? at : filtering.passOver(at)).next();
    }

    /** Whether the history has already evicted the next event that is for the client. */
    boolean isOverrun() {
        StreamEvent next = nextWanted();
        return next != null && next.isMissed();
    }

    /** What waits too much for the client, if anything; nothing while it still catches up with the past. */
    @Nullable Slow lag(Room room, SlowLimits limits) {
        StreamEvent at = link;
        if (at == null || !caughtUp) {
            return null;
        }
        if (waitingEvents(room, at) > limits.events()) {
            return Slow.EVENTS;
        }
        return waitingBytes(room, at) > limits.bytes() ? Slow.BYTES : null;
    }

    private long waitingEvents(Room room, StreamEvent at) {
        return filtering == null ? room.tail().sequence() - at.sequence() : filtering.waitingEvents(at);
    }

    private long waitingBytes(Room room, StreamEvent at) {
        return filtering == null ? room.tail().bytesUpTo() - at.bytesUpTo() : filtering.waitingBytes(at);
    }

    /** Counts how far the client is behind, unless it still catches up with the past. */
    void countLag(Room room, Greeter greeter) {
        StreamEvent at = link;
        if (at != null && caughtUp) {
            StreamEvent next = nextWanted(at);
            if (next == null || next.isGap()) {
                greeter.meters().lag(0, 0);
            } else {
                greeter.meters().lag(waitingEvents(room, at), greeter.age(next));
            }
        }
    }

    /** Whether the client should be told where it stands; see {@link Filtering#owesPosition}. */
    boolean owesPosition(Room room) {
        StreamEvent at = link;
        return filtering != null && at != null && filtering.owesPosition(room, at);
    }
}
