package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.EventId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * Lets subscriptions with an unknown position wait until this gateway has read all that the broker had when they came:
 * another gateway may have read the position's event a moment earlier (decision 0055). One marker of the link answers
 * all that wait. Each takes an event's place in the history, so an organization whose clients make positions up has few of
 * its own; beyond those its clients wait for the markers of others. Safe for any thread.
 */
final class UnknownPositions {

    /** After this time, or with no marker back, the position counts as unknown. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Markers that one organization's clients cause at once, and then in this time. */
    static final int OF_ONE_AT_ONCE = 3;

    static final Duration OF_ONE_EVERY = Duration.ofSeconds(5);

    private final BrokerTime time;

    /** Rooms with subscriptions that wait, or did a moment ago. */
    private final Set<Room> waiting = ConcurrentHashMap.newKeySet();

    /** This gateway has read all that the broker had at this moment, by {@link BrokerTime#nanos}. */
    private volatile long readUpTo;

    private volatile LongPredicate markerWanted = since -> false;

    UnknownPositions(BrokerTime time) {
        this.time = time;
        this.readUpTo = time.nanos() - 1;
    }

    /**
     * @param wanted is given a moment, and has the link send a marker after it; returns whether it sends one now, and must
     *     not block
     */
    void markerWanted(LongPredicate wanted) {
        markerWanted = wanted;
    }

    /** Milliseconds since the broker took the event, by its clock. */
    long age(StreamEvent event) {
        return time.estimate(time.nanos()) - event.arrivedAt();
    }

    /** The present moment, for {@link #mayBecomeKnown}. */
    long moment() {
        return time.nanos();
    }

    /**
     * Whether a position that is unknown in this room may become known soon. If so, the room is woken when that can be
     * told, and then this is to be asked again.
     *
     * @param now positions of earlier moments do not become known by waiting
     * @param since when the client came, by {@link #moment}
     */
    boolean mayBecomeKnown(Room room, String position, TimePosition now, long since) {
        if (!isPossible(position, now) || isOver(since)) {
            return false;
        }
        // In this order, or the answer could come in between and leave the room asleep.
        waiting.add(room);
        if (isOver(since)) {
            return false;
        }
        ask(room, since);
        return true;
    }

    private void ask(Room room, long since) {
        Bucket share = room.markers(this::share);
        if (share.getAvailableTokens() > 0 && markerWanted.test(since)) {
            share.tryConsume(1);
        }
    }

    private Bucket share() {
        return Bucket.builder()
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return time.nanos();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .addLimit(limit -> limit.capacity(OF_ONE_AT_ONCE).refillGreedy(1, OF_ONE_EVERY))
                .build();
    }

    private static boolean isPossible(String position, TimePosition now) {
        return TimePosition.of(position)
                .map(moment -> moment.millis() > now.millis() || !moment.data().equals(now.data()))
                .orElseGet(() -> EventId.isValid(position));
    }

    private boolean isOver(long since) {
        return readUpTo - since >= 0 || time.nanos() - since > LONGEST_WAIT.toNanos();
    }

    /** This gateway has read all that the broker had at this moment. Called by the link's thread. */
    void readUpTo(long moment, Batch batch) {
        readUpTo = moment;
        wake(batch);
    }

    /** Wakes the rooms in which subscriptions wait, since for some of them time may be up. */
    void wake(Batch batch) {
        // A copy: a room that still has to wait is back in the set at once, and could be met again and again.
        for (Room room : waiting.toArray(Room[]::new)) {
            waiting.remove(room);
            room.wake(batch, true);
        }
    }
}
