package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.EventId;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session: chooses the next message for its client, a greeting, a part of a snapshot, events or a
 * notice, and encodes it. Where it stands is up to its {@link ChainCursor}. Used under the lock of its
 * {@link Subscriber}.
 */
final class Subscription {

    private final @Nullable String id;
    private final MessageEncoding encoding;
    // Where the client wants to go on from; cleared by the greeting, which is the last to need it.
    private @Nullable String askedPosition;
    private final long since;
    private final ChainCursor cursor;

    /** Only if the client wants snapshots. While one is under way, the cursor is at its base. */
    private final @Nullable SnapshotProgress snapshots;

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
        this.cursor = new ChainCursor(options.filter());
        this.snapshots = options.snapshot() ? new SnapshotProgress() : null;
    }

    /** Where it stands. */
    ChainCursor cursor() {
        return cursor;
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
        StreamEvent at = cursor.link();
        if (at == null) {
            return mayGreet(room, greeter) ? send(greet(room, greeter)) : beforeGreeting(room, greeter);
        }
        if (snapshots != null && snapshots.isUnderWay()) {
            return nextOfSnapshot(snapshots, room, greeter, batch);
        }
        at = cursor.passOver(at);
        StreamEvent next = at.next();
        if (next == null) {
            cursor.caughtUp(true);
            Interruption now = greeter.interruption();
            if (now != interruption) {
                return send(encodeInterruption(now, position(room, greeter, at), room, greeter));
            }
            return notice == null ? null : send(encodeNotice(room, greeter, at, notice));
        }
        if (next.isGap()) {
            return send(greeting(room, greeter, next, false));
        }
        return batch.fill(at, encoding, cursor.filter()) ? batch : send(skip(room, greeter));
    }

    private @Nullable Messages nextOfSnapshot(SnapshotProgress sending, Room room, Greeter greeter, Batch batch) {
        StreamEvent next = cursor.nextWanted();
        if (next != null && next.isGap()) {
            return send(greeting(room, greeter, next, false));
        }
        if (next != null && next.isMissed()) {
            // The events behind the snapshot's base are no longer all held, so it would be of no use.
            return sending.isLastTry() ? null : send(skip(room, greeter));
        }
        batch.fill(sending.next(room, greeter.snapshots(), cursor.filter(), encoding), encoding);
        return batch;
    }

    /** Whether the client takes snapshots more slowly than the history forgets. */
    boolean isHopeless() {
        return snapshots != null && snapshots.isLastTry() && cursor.isOverrun();
    }

    // The position of a client that stands at this link, which it is about to be told.
    private String position(Room room, Greeter greeter, StreamEvent at) {
        cursor.told(at);
        return greeter.positionOf(room, at);
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

    /**
     * Counts the first {@code bytes} of what {@link #next} returned, before {@link #handedOver} moves past them.
     *
     * @param now when they were written, by {@link Greeter#moment}
     */
    void count(Messages messages, int bytes, long now, Batch batch) {
        if (messages == batch) {
            batch.taken(bytes, now, cursor.isCaughtUp());
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
            cursor.moveTo(batch.linkAfter(bytes));
        } else if (snapshots != null) {
            snapshots.handedOver(chunk);
        }
    }

    private boolean isInSnapshot() {
        return snapshots != null && snapshots.isUnderWay();
    }

    boolean hasNext(Greeter greeter) {
        StreamEvent at = cursor.link();
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
        if (isInSnapshot() || notice != null || !cursor.owesPosition(room)) {
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
        cursor.moveTo(at);
        String position;
        if (Boolean.TRUE.equals(recovered) && askedPosition != null) {
            position = askedPosition;
            greeter.meters().resumed(room.tail().sequence() - at.sequence());
        } else if (snapshots != null) {
            position = TimePosition.BEFORE_ALL;
            SnapshotBase base = greeter.snapshots().base(room, at);
            snapshots.begin(base);
            greeter.meters().snapshotBegins();
            cursor.moveTo(base.link());
            cursor.caughtUp(false);
        } else {
            position = position(room, greeter, at);
        }
        askedPosition = null;
        gapInInterruption |= Boolean.FALSE.equals(recovered);
        return encoding.encode(position, greeter.greeting(room, position, recovered));
    }

    /**
     * Whether the client must be closed because the history has already evicted the next event that is for it. A snapshot
     * begins again instead, some times.
     */
    boolean isTooLate() {
        return isInSnapshot() ? isHopeless() : cursor.isOverrun();
    }
}
