package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncEventJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Greets subscriptions: finds where a returning client goes on, names its position, and writes the CONNECTED message
 * that tells whether it recovered. All that a {@link Subscription} needs to know besides its room. Safe for any
 * thread; never takes {@link History}'s lock.
 */
final class Greeter {

    private final KnownPast past;
    private final UnknownPositions unknown;
    private final Snapshots snapshots;
    private final Clock clock;
    private final SessionMeters sessionMeters;
    private final SyncEventJson json = new SyncEventJson();
    private final Counter recovered;
    private final Counter notRecovered;
    private volatile @Nullable Interruption interruption;

    Greeter(KnownPast past, UnknownPositions unknown, Snapshots snapshots, Clock clock, MeterRegistry meters) {
        this.past = past;
        this.unknown = unknown;
        this.snapshots = snapshots;
        this.clock = clock;
        this.sessionMeters = new SessionMeters(meters);
        this.recovered = meters.counter("sync.gateway.resumes", "recovered", "true");
        this.notRecovered = meters.counter("sync.gateway.resumes", "recovered", "false");
    }

    /** Whether the recent past is known, so that newcomers can be greeted. */
    boolean isReady() {
        return past.isReady();
    }

    /** The interruption that subscriptions have to tell; {@code null} while new events come. */
    @Nullable Interruption interruption() {
        return interruption;
    }

    void interruption(@Nullable Interruption now) {
        interruption = now;
    }

    byte[] interrupted(Room room, String position, Interruption told) {
        return StreamNotices.interrupted(room.organizationId(), told, position, clock);
    }

    byte[] restored(Room room, String position, boolean recoveredAll) {
        return StreamNotices.restored(room.organizationId(), recoveredAll, position, clock);
    }

    SessionMeters meters() {
        return sessionMeters;
    }

    /** Milliseconds since the broker took an event. */
    long age(StreamEvent event) {
        return unknown.age(event);
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** The present moment, for {@link #awaits}. */
    long moment() {
        return unknown.moment();
    }

    /**
     * Whether the greeting waits because this gateway may soon read the position's event. The room is woken then.
     *
     * @param since when the client came, by {@link #moment}
     */
    boolean awaits(Room room, String position, long since) {
        return find(room, position).isEmpty() && unknown.mayBecomeKnown(room, position, past.now(), since);
    }

    /** The notice that tells a client where it stands, although no event came that was for it. */
    Notice position(Room room) {
        return position -> StreamNotices.position(room.organizationId(), position, clock);
    }

    /** The link behind which a client of that position goes on, or empty if that cannot be told any more. */
    Optional<StreamEvent> find(Room room, String position) {
        return room.find(position, past.coveredSince(), past.now());
    }

    /** The position of a client whose room has held no event. */
    String present() {
        return past.now().position();
    }

    /** The position of a client that stands at {@code link}. */
    String positionOf(Room room, StreamEvent link) {
        return room.positionOf(link, past.now());
    }

    /**
     * The greeting as UTF-8 JSON.
     *
     * @param wasRecovered whether a returning client gets what it missed; {@code null} if it did not ask
     */
    byte[] greeting(Room room, String position, @Nullable Boolean wasRecovered) {
        if (wasRecovered != null) {
            (wasRecovered ? recovered : notRecovered).increment();
        }
        return json.encode(new Connected(room.organizationId(), clock.instant(), new EventId(position), wasRecovered));
    }
}
