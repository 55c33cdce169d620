package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.Set;

/**
 * Says since when the states of the records are certain, and whether the broker's are needed, as {@link KnownPast} does
 * for the events. Changed under {@link History}'s lock.
 */
final class KnownStates {

    private final StateTable table;

    /** Whether the states may lack what another gateway has read, so that the broker's are to be read again. */
    private volatile boolean needsStored = true;

    /** No state from before this moment is certain, whatever the stored ones say. */
    private long uncertainBefore;

    KnownStates(StateTable table) {
        this.table = table;
    }

    StateTable table() {
        return table;
    }

    /** For any thread. */
    boolean needsStored() {
        return needsStored;
    }

    void askForStored() {
        needsStored = true;
    }

    /** Events that arrived before that moment may be missing, unless the stored states have them. */
    void mayLack(long before) {
        needsStored = true;
        table.raise(before);
    }

    /** Events that arrived before that moment may be missing, and the stored states do not have them. */
    void lacks(long before) {
        uncertainBefore = Math.max(uncertainBefore, before);
    }

    /** The broker has other data than those that the states are from. */
    void otherData(long now) {
        table.forgetAll();
        mayLack(now);
        lacks(now);
    }

    /**
     * Takes in the stored states of a reading of the past. Comes before its events are released: the later ones replace
     * what is restored here.
     *
     * @param first whether nothing was known before
     * @param now the broker's time
     * @return the organizations of which a state that was known has changed
     */
    Set<OrganizationId> restore(Replay read, boolean first, long now) {
        StateRestore restore = read.restore();
        Set<OrganizationId> changed = Set.of();
        if (restore != null) {
            needsStored = !restore.isStored();
            if (restore.hasMark() || first) {
                table.restored(restore.uncertainBefore(read.oldestRead(), now));
            }
            changed = restore.merge(table, now);
            restore.tellDropped(table);
        }
        table.raise(uncertainBefore);
        return changed;
    }
}
