package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.Selector;

/**
 * Asks the broker whether a record has an open edit: one that waits or is being written, an unresolved conflict, or a
 * failed one. Covers all processes; the broker's counts may lag by some milliseconds.
 */
final class OpenEdits {

    private final DurableQueue waiting;
    private final DurableQueue failed;
    private final DurableQueue conflicts;

    OpenEdits(DurableQueue waiting, DurableQueue failed, DurableQueue conflicts) {
        this.waiting = waiting;
        this.failed = failed;
        this.conflicts = conflicts;
    }

    /**
     * Whether the record has an open edit. Counts an item in a worker's hand, since its end will be told. Does not count
     * failed ones in hand: each of two callers that remove the last two at the same moment would leave it to the other to
     * tell of it.
     */
    boolean any(OrganizationId organizationId, PfaId pfaId) {
        return anyWaiting(organizationId, pfaId) || waiting.countInHand(of(organizationId, pfaId)) > 0;
    }

    /**
     * Like {@link #any}, without items in a worker's hand. For a worker's own transaction, in which Artemis 2.57 counts
     * what was taken out of one queue as in hand in the other queues too.
     */
    boolean anyWaiting(OrganizationId organizationId, PfaId pfaId) {
        Selector ofRecord = of(organizationId, pfaId);
        return failed.countWaiting(ofRecord) > 0
                || conflicts.countWaiting(ofRecord) > 0
                || waiting.countWaiting(ofRecord) > 0;
    }

    private static Selector of(OrganizationId organizationId, PfaId pfaId) {
        return Selector.where(ItemMessage.ORGANIZATION_ID, organizationId).and(ItemMessage.PFA_ID, pfaId);
    }
}
