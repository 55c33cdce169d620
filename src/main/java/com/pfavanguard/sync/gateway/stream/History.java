package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.ReplayBuffer.BufferedEvent;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the recent events of all organizations for as long as the broker does, within limits of number, age and memory.
 * Filled by the broker link alone; every change is made under this object's lock.
 *
 * <p>After each connect the link reads the past again, from {@link #beginReplay} to {@link #endReplay}. Events that
 * come in between are recognized as known or new, but new ones are released only at the end, when it is clear whether
 * others may be missing in front of them.
 *
 * <p>Lock order: the lock of a session's {@link Subscriber} comes before this one. A thread that serves a session
 * holds the session's lock and may need this one to take the session out of its room. So no room is ever woken under
 * this lock; methods that change what subscribers see tell their caller to wake them.
 */
final class History {

    // There may be thousands of empty rooms, and each is kept for a day.
    private static final long SWEEP_ROOMS_EVERY_MS = 60_000;

    private final HistoryLimits limits;
    private final BrokerTime time;
    private final KnownPast past;
    private final Rooms rooms;
    private final HeldEvents held;
    private final KnownStates states;
    private final ReplayEnd end;

    /** The reading of the past that is under way. */
    private @Nullable Replay replay;

    private long nextSweepOfRooms = Long.MIN_VALUE;

    /**
     * What became of an event that was put in.
     *
     * @param isNew whether it was not known
     * @param room whose subscribers are to be served now; {@code null} if there is nothing for them yet
     */
    record Appended(boolean isNew, @Nullable Room room) {

        static final Appended KNOWN = new Appended(false, null);
        static final Appended UNTIL_END_OF_REPLAY = new Appended(true, null);
    }

    History(
            HistoryLimits limits,
            BrokerTime time,
            KnownPast past,
            StateTable states,
            Function<OrganizationStates, Room> newRoom) {
        this.limits = limits;
        this.time = time;
        this.past = past;
        this.rooms = new Rooms(
                limits.emptyRooms(), time, past, organizationId -> newRoom.apply(states.findOrCreate(organizationId)));
        this.held = new HeldEvents(limits, time, rooms);
        this.states = new KnownStates(states);
        this.end = new ReplayEnd(time, past, rooms, held, this.states);
    }

    /** Takes one event from the broker. The caller wakes the room. */
    synchronized Appended append(OrganizationId organizationId, EncodedEvent event, Arrival arrival) {
        Room room = rooms.find(organizationId);
        StreamEvent known = room == null ? null : room.held(event.eventId());
        if (replay != null) {
            return appendDuring(replay, known, organizationId, event, arrival);
        }
        if (known != null) {
            return Appended.KNOWN;
        }
        Room target = room != null ? room : rooms.findOrCreate(organizationId);
        held.admit(target, event, arrival, time.millis() - HistoryLimits.CLOCK_SLACK_MS, states.table());
        return new Appended(true, target);
    }

    private Appended appendDuring(
            Replay reading,
            @Nullable StreamEvent known,
            OrganizationId organizationId,
            EncodedEvent event,
            Arrival arrival) {
        if (known != null) {
            reading.sawHeld(organizationId, known);
            return Appended.KNOWN;
        }
        if (!reading.add(organizationId, event, arrival)) {
            return Appended.KNOWN;
        }
        freeMemory(reading);
        return Appended.UNTIL_END_OF_REPLAY;
    }

    // Events held before go first, as they would at the end.
    private void freeMemory(Replay reading) {
        while (held.bytes() + reading.bufferBytes() > limits.bytes()) {
            if (!held.isEmpty()) {
                evictOldest();
            } else if (!reading.isBufferEmpty()) {
                drop(reading.dropOldest(), reading);
            } else {
                return;
            }
        }
    }

    private void drop(BufferedEvent dropped, Replay reading) {
        // Clients that come back with an earlier moment are refused from now on; connected ones are told at the end.
        long stamp = Math.min(dropped.arrival().at().toEpochMilli(), time.millis());
        past.coverOnlySince(Math.max(stamp, reading.earliestNew()));
        Room room = rooms.find(dropped.key().organizationId());
        if (room != null) {
            reading.markIncomplete(room);
        }
        if (reading.restore() == null) {
            StateTable table = states.table();
            table.raise(table.findOrCreate(dropped.key().organizationId()), stamp + 1);
        }
        held.rememberEvicted(dropped.key());
    }

    private void evictOldest() {
        EventKey evicted = held.evictOldest();
        if (replay != null) {
            replay.evicted(evicted);
        }
    }

    /** The link has gone down; idempotent. */
    synchronized void linkDown() {
        past.linkDown();
    }

    synchronized void beginReplay() {
        past.linkDown();
        if (time.monotonic() - past.downSince() > limits.surelyHeld()) {
            states.askForStored();
        }
        replay = new Replay(limits, past, held.newestPersistent(), held.evictedKeys(), replay);
        if (!past.isReady()) {
            replay.restore(new StateRestore(StoredStates.NONE, "", false));
        }
    }

    /**
     * Learns which data the broker has. If they are other data than before, no earlier position is valid.
     *
     * @param dataId short name of the data; empty if the broker does not say
     * @return whether all rooms are to be woken
     */
    synchronized boolean identifyData(String dataId) {
        if (!past.identify(dataId)) {
            return false;
        }
        states.otherData(time.millis());
        return markGapBeforeReplay();
    }

    /** See {@link Replay#noteRead}; does nothing outside a replay. */
    synchronized void noteRead(long arrivedAt, long number) {
        if (replay != null) {
            replay.noteRead(arrivedAt, number);
        }
    }

    /** Whether the present or next reading of the past needs what the broker keeps of the states. */
    boolean needsStoredStates() {
        return states.needsStored();
    }

    /**
     * Takes what the broker keeps of the states. Before anything is read of the past; does nothing outside a replay.
     *
     * @param neverRead whether it is known that nothing has come and gone at the broker before
     */
    synchronized void restore(StoredStates stored, boolean neverRead) {
        if (replay != null) {
            replay.restore(new StateRestore(stored, past.now().data(), neverRead));
        }
    }

    /**
     * Something that this process has not read may have gone from the broker: earlier positions become invalid, and
     * every client is told in mid-stream. During a replay, only if it is something that this process does not hold.
     *
     * @param behind how many messages of the replay came before the gap; without meaning outside a replay
     * @return whether clients are affected, so that all rooms are to be woken
     */
    synchronized boolean markGap(long behind) {
        if (replay != null) {
            // The first reading then begins behind the gap. Nobody has been greeted yet.
            return replay.markGapBehind(behind, time.millis()) && past.isReady();
        }
        states.mayLack(time.millis());
        rooms.markGap(time.millis());
        return true;
    }

    /**
     * Something may have gone from the broker unread before this replay began, among the events held here.
     *
     * @return whether clients are affected, so that all rooms are to be woken
     */
    synchronized boolean markGapBeforeReplay() {
        if (replay != null) {
            replay.markGapAmongHeld();
            return past.isReady();
        }
        return past.isReady() && markGap(0);
    }

    /**
     * Ends the reading of the past and releases what was new in it.
     *
     * @param loss what the broker should have had as well
     * @return whether all rooms are to be woken
     */
    synchronized boolean endReplay(HistoryLoss loss) {
        Replay read = replay;
        if (read == null) {
            return false;
        }
        replay = null;
        end.apply(read, loss);
        return true;
    }

    /** Evicts events that are too old and forgets rooms that have been empty for a day. */
    synchronized void sweep() {
        long now = time.monotonic();
        long tooOld = now - limits.keepFor().toMillis();
        while (held.hasOlderThan(tooOld)) {
            evictOldest();
        }
        held.sweepEvicted();
        states.table().sweep(time.millis(), rooms);
        if (now >= nextSweepOfRooms) {
            nextSweepOfRooms = now + SWEEP_ROOMS_EVERY_MS;
            rooms.sweep();
        }
    }

    /** Adds a subscriber to its room under this object's lock, so that the room is not forgotten in between. */
    synchronized <T> T inRoom(OrganizationId organizationId, Function<Room, T> action) {
        return action.apply(rooms.enter(organizationId));
    }

    /** A subscriber has left its room. */
    void left(Room room) {
        // Usually others are still there, and then no lock is needed.
        if (room.isEmpty()) {
            synchronized (this) {
                rooms.left(room);
            }
        }
    }

    StateTable states() {
        return states.table();
    }

    /** Does something with the states while they do not change; not while the past is being read, which returns null. */
    synchronized <T> @Nullable T withStates(Function<StateTable, T> action) {
        return replay == null && past.isReady() ? action.apply(states.table()) : null;
    }

    Rooms rooms() {
        return rooms;
    }

    synchronized HistoryFill fill() {
        Long newest = held.newestAt();
        return new HistoryFill(
                held.size(),
                limits.size(),
                bytes(),
                limits.bytes(),
                newest == null ? null : Instant.ofEpochMilli(newest));
    }

    synchronized int size() {
        return held.size();
    }

    /** Memory of the held events, of those that wait for the end of a replay, and of evicted ones not freed yet. */
    synchronized long bytes() {
        return held.bytes() + held.evictedBytes() + (replay == null ? 0 : replay.bufferBytes());
    }
}
