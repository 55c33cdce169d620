package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.Selector;
import java.util.Map;

/**
 * Asks the broker how many items and conflicts one organization has. The counts cover all processes and may lag by some
 * milliseconds.
 */
final class OrganizationLoad {

    private static final int KILOBYTE = 1024;

    private final DurableQueue waiting;
    private final DurableQueue conflicts;

    OrganizationLoad(DurableQueue waiting, DurableQueue conflicts) {
        this.waiting = waiting;
        this.conflicts = conflicts;
    }

    /** Its items in the write queue, except the few in a worker's hand. */
    Waiting waiting(OrganizationId organizationId) {
        Map<String, Long> bySize = waiting.countWaitingBy(
                ItemMessage.KILOBYTES, Selector.where(ItemMessage.ORGANIZATION_ID, organizationId));
        long items = 0;
        long bytes = 0;
        for (Map.Entry<String, Long> counted : bySize.entrySet()) {
            items += counted.getValue();
            bytes += counted.getValue() * ItemSize.inMemory(kilobytes(counted.getKey()) * KILOBYTE);
        }
        return new Waiting(items, bytes);
    }

    // Items queued before sizes were noted count as small.
    private static long kilobytes(String size) {
        return size.matches("[0-9]{1,6}") ? Long.parseLong(size) : 1;
    }

    /** Its unresolved conflicts. */
    long openConflicts(OrganizationId organizationId) {
        return conflicts.countWaiting(Selector.where(ItemMessage.ORGANIZATION_ID, organizationId));
    }

    /** @param bytes estimated broker memory of the items */
    record Waiting(long items, long bytes) {}
}
