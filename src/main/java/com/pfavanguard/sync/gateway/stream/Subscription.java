package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.gateway.stream.SessionMeters.Slow;
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
    private final long since;
    private final EventFilter filter;
    /** Only with a filter. */
    private final @Nullable Filtering filtering;

    /** Only if the client wants snapshots. While one is under way, the cursor is at its base. */
    private final @Nullable SnapshotProgress snapshots;

    /** The last link handed over or, with a filter, passed over; {@code null} until the greeting. */
    private @Nullable StreamEvent cursor;

    private boolean caughtUp;

    /** Waits until the client has all events there are. */
    private @Nullable Notice notice;

    /** The interruption whose end the client has not been told yet. */
    private @Nullable Interruption interruption;

    private boolean gapInInterruption;

    /** A greeting or notice that the sink has not taken yet; everything else comes after it. */
    private @Nullable SingleMessage pending;

    /**
     * @param id the id that the client chose, {@code null} if it gave none
     * @param since when the client asked, by {@link Greeter#moment}
     */
    Subscription(@Nullable String id, MessageEncoding encoding, SubscriptionOptions options, long since) {
        this.id = id;
        this.encoding = encoding;
        this.askedPosition = options.position();
        this.since = since;
        this.filter = options.filter();
        this.filtering = filter == EventFilter.ALL ? null : new Filtering(filter);
        this.snapshots = options.snapshot() ? new SnapshotProgress() : null;
    }

    EventFilter filter() {
        return filter;
    }

    /** The last link handed over or passed over; {@code null} until the greeting. */
    @Nullable StreamEvent cursor() {
        return cursor;
    }

    /** How many records the filter lists. */
    int pfaIdCount() {
        return filter.pfaIdCount();
    }

    @Nullable String id() {
        return id;
    }

    /**
     * The next messages for the client: a greeting, a part of a snapshot, events, or a notice; {@code null} if there is
     * nothing for now.
     *
     * @param batch holds the messages afterwards if they are events or a part of a snapshot
     */
    @Nullable Messages next(Room room, Greeter greeter, Batch batch) {
        if (pending != null) {
            return pending;
        }
        StreamEvent at = cursor;
        if (at == null) {
            return mayGreet(room, greeter) ? send(greet(room, greeter)) : beforeGreeting(room, greeter);
        }
        if (snapshots != null && snapshots.isUnderWay()) {
            return nextOfSnapshot(snapshots, at, room, greeter, batch);
        }
        if (filtering != null) {
            at = filtering.passOver(at);
            cursor = at;
            filtering.movedOn();
        }
        StreamEvent next = at.next();
        if (next == null) {
            caughtUp = true;
            Interruption now = greeter.interruption();
            if (now != interruption) {
                return send(encodeInterruption(now, position(room, greeter, at), room, greeter));
            }
            return notice == null ? null : send(encodeNotice(room, greeter, at, notice));
        }
        if (next.isGap()) {
            return send(greeting(room, greeter, next, false));
        }
        return batch.fill(at, encoding, filter) ? batch : send(skip(room, greeter));
    }

    private @Nullable Messages nextOfSnapshot(
            SnapshotProgress sending, StreamEvent base, Room room, Greeter greeter, Batch batch) {
        StreamEvent next = nextWanted(base);
        if (next != null && next.isGap()) {
            return send(greeting(room, greeter, next, false));
        }
        if (next != null && next.isMissed()) {
            // The events behind the snapshot's base are no longer all held, so it would be of no use.
            return sending.isLastTry() ? null : send(skip(room, greeter));
        }
        batch.fill(sending.next(room, greeter.snapshots(), filter, encoding), encoding);
        return batch;
    }

    /** Whether the client takes snapshots more slowly than the history forgets. */
    boolean isHopeless() {
        return snapshots != null && snapshots.isLastTry() && overrun();
    }

    // The position of a client that stands at this link, which it is about to be told.
    private String position(Room room, Greeter greeter, StreamEvent at) {
        told(at);
        return greeter.positionOf(room, at);
    }

    private void told(StreamEvent at) {
        if (filtering != null) {
            filtering.told(at);
        }
    }

    private boolean mayGreet(Room room, Greeter greeter) {
        return greeter.isReady()
                && (askedPosition == null
                        || askedPosition.equals(TimePosition.BEFORE_ALL)
                        || !greeter.awaits(room, askedPosition, since));
    }

    // A gateway that cannot greet because it has no broker must not keep silent.
    private @Nullable Messages beforeGreeting(Room room, Greeter greeter) {
        Interruption now = greeter.interruption();
        if (now == interruption) {
            return null;
        }
        // Without a position of its own, the client gets one that no gateway knows: if it comes back with it before the
        // greeting, it is told that it may have missed events.
        String position = askedPosition == null ? EventId.random().value() : askedPosition;
        return send(encodeInterruption(now, position, room, greeter));
    }

    // Tells the end of one interruption before the beginning of the next.
    private byte[] encodeInterruption(@Nullable Interruption now, String position, Room room, Greeter greeter) {
        byte[] json;
        if (interruption == null && now != null) {
            gapInInterruption = false;
            interruption = now;
            json = greeter.interrupted(room, position, now);
        } else {
            interruption = null;
            json = greeter.restored(room, position, !gapInInterruption);
        }
        return encoding.encode(position, json);
    }

    private SingleMessage send(byte[] message) {
        pending = new SingleMessage(message);
        return pending;
    }

    /** Counts the first {@code bytes} of what {@link #next} returned, before {@link #handedOver} moves past them. */
    void count(Messages messages, int bytes, Batch batch) {
        if (messages == batch) {
            batch.taken(bytes, caughtUp);
        } else {
            batch.tally().takenAlone(encoding.protocol(), bytes);
        }
    }

    /** Moves past the first {@code bytes} of what {@link #next} returned. */
    void handedOver(Messages messages, int bytes) {
        if (bytes == 0) {
            return;
        }
        if (!(messages instanceof Batch batch)) {
            pending = null;
            return;
        }
        SnapshotChunk chunk = batch.chunk();
        if (chunk == null) {
            moveTo(batch.linkAfter(bytes));
        } else if (snapshots != null) {
            snapshots.handedOver(chunk);
        }
    }

    private void moveTo(StreamEvent link) {
        cursor = link;
        told(link);
        if (filtering != null) {
            filtering.movedOn();
        }
    }

    private boolean isInSnapshot() {
        return snapshots != null && snapshots.isUnderWay();
    }

    boolean hasNext(Greeter greeter) {
        StreamEvent at = cursor;
        return pending != null
                || isInSnapshot()
                || interruption != greeter.interruption()
                || (at == null ? greeter.isReady() : at.next() != null || notice != null);
    }

    /** Sends the notice between two events. Replaces a notice that has not been sent yet. */
    void tell(Notice notice) {
        this.notice = notice;
    }

    /**
     * Tells a client that has heard nothing for long where it stands, so that it can come back; see {@link
     * Filtering#owesPosition}.
     *
     * @return whether there is something to write now
     */
    boolean tellPosition(Room room, Greeter greeter) {
        StreamEvent at = cursor;
        if (filtering == null || at == null || isInSnapshot() || notice != null || !filtering.owesPosition(room, at)) {
            return false;
        }
        notice = greeter.position(room);
        return true;
    }

    private byte[] encodeNotice(Room room, Greeter greeter, StreamEvent at, Notice told) {
        notice = null;
        String position = position(room, greeter, at);
        return encoding.encode(position, told.json(position));
    }

    // The next event is no longer in memory: the client is told of a gap and goes on from the present.
    private byte[] skip(Room room, Greeter greeter) {
        return greeting(room, greeter, room.tail(), false);
    }

    private byte[] greet(Room room, Greeter greeter) {
        if (askedPosition == null) {
            return greeting(room, greeter, room.tail(), null);
        }
        StreamEvent found = greeter.find(room, askedPosition).orElse(null);
        return greeting(room, greeter, found != null ? found : room.tail(), found != null);
    }

    // Goes on from that link. A recovered client keeps the position it asked for: the link found for it may have been
    // evicted meanwhile.
    private byte[] greeting(Room room, Greeter greeter, StreamEvent at, @Nullable Boolean recovered) {
        cursor = at;
        String position;
        if (Boolean.TRUE.equals(recovered) && askedPosition != null) {
            position = askedPosition;
            told(at);
            greeter.meters().resumed(room.tail().sequence() - at.sequence());
        } else if (snapshots != null) {
            position = TimePosition.BEFORE_ALL;
            SnapshotBase base = greeter.snapshots().base(room, at);
            snapshots.begin(base);
            greeter.meters().snapshotBegins();
            moveTo(base.link());
            caughtUp = false;
        } else {
            position = position(room, greeter, at);
        }
        askedPosition = null;
        gapInInterruption |= Boolean.FALSE.equals(recovered);
        return encoding.encode(position, greeter.greeting(room, position, recovered));
    }

    /** What waits too much for this subscription, if anything; nothing while it still catches up with the past. */
    @Nullable Slow lag(Room room, SlowLimits limits) {
        StreamEvent at = cursor;
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
        StreamEvent at = cursor;
        if (at != null && caughtUp) {
            StreamEvent next = nextWanted(at);
            if (next == null || next.isGap()) {
                greeter.meters().lag(0, 0);
            } else {
                greeter.meters().lag(waitingEvents(room, at), greeter.age(next));
            }
        }
    }

    /**
     * Whether the client must be closed because the history has already evicted the next event that is for it. A snapshot
     * begins again instead, some times.
     */
    boolean isTooLate() {
        return isInSnapshot() ? isHopeless() : overrun();
    }

    private boolean overrun() {
        StreamEvent next = cursor == null ? null : nextWanted(cursor);
        return next != null && next.isMissed();
    }

    private @Nullable StreamEvent nextWanted(StreamEvent at) {
        return (filtering == null ? at : filtering.passOver(at)).next();
    }
}
