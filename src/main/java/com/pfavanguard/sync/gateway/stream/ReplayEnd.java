package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.ReplayBuffer.BufferedEvent;
import java.util.Set;

/**
 * Brings the stream up to date at the end of a {@link Replay}: decides what of the past is known now and in which rooms
 * events may be missing, takes in the stored states, and releases the events. Used under {@link History}'s lock.
 */
final class ReplayEnd {

    private final BrokerTime time;
    private final KnownPast past;
    private final Rooms rooms;
    private final HeldEvents held;
    private final KnownStates states;

    ReplayEnd(BrokerTime time, KnownPast past, Rooms rooms, HeldEvents held, KnownStates states) {
        this.time = time;
        this.past = past;
        this.rooms = rooms;
        this.held = held;
        this.states = states;
    }

    /** @param loss what the broker should have had as well */
    void apply(Replay read, HistoryLoss loss) {
        judge(read);
        long unreadBefore = read.hasGapInStates() ? read.gapSince() : 0;
        if (loss.isSome()) {
            long since = Math.min(loss.since(), time.millis());
            read.markGap(loss.after(), since);
            if (!read.isStored(loss.after())) {
                states.lacks(since);
            }
        }
        restoreStates(read);
        if (unreadBefore > 0) {
            states.mayLack(unreadBefore);
        }
        read.release(event -> admit(event, read), rooms::markGap);
        past.caughtUp();
    }

    private void judge(Replay read) {
        long now = time.millis();
        if (!past.isReady()) {
            past.coverOnlySince(read.coveredSince(now));
        } else if (read.mayHaveMissedEvents(time.monotonic())) {
            if (read.restore() == null || !read.restore().hasMark()) {
                // Another gateway, or the one before this, may have read what is missing here.
                states.mayLack(now);
            }
            if (read.isComplete()) {
                past.coverOnlySince(read.coveredSince(now));
            } else {
                past.startAnew();
            }
            rooms.forEach(room -> room.markGap(now));
        } else {
            read.incomplete().forEach(room -> room.markGap(now));
        }
    }

    private void restoreStates(Replay read) {
        long now = time.millis();
        Set<OrganizationId> changed = states.restore(read, !past.isReady(), now);
        if (past.isReady()) {
            // The clients have not seen the events of these changes.
            rooms.forEach(room -> {
                if (changed.contains(room.organizationId())) {
                    room.markGap(now);
                }
            });
        }
    }

    private void admit(BufferedEvent buffered, Replay read) {
        Room room = rooms.findOrCreate(buffered.key().organizationId());
        StateRestore restore = read.restore();
        KeptRecord known = room.states().find(buffered.event().pfaId());
        boolean covered = restore != null && known != null && restore.covers(known, buffered.ordinal());
        held.admit(room, buffered.event(), buffered.arrival(), read.earliestNew(), covered ? null : states.table());
    }
}
