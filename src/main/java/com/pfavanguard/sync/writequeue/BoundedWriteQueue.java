package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.BrokerMemory;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;

/**
 * Queues new items unless the queue is full: limits items and broker memory, over all organizations and for each one.
 * Counts requests under way too, so that several requests at once cannot use the same free space. Safe for any thread.
 */
class BoundedWriteQueue {

    private static final int PERCENT = 100;

    private final WriteQueue queue;
    private final BrokerMemory memory;
    private final OrganizationLoad load;
    private final WriteQueueProperties properties;
    private final WriteItemJson json = new WriteItemJson();
    private final AtomicLong itemsUnderWay = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final Map<OrganizationId, Long> ofOneUnderWay = new ConcurrentHashMap<>();

    BoundedWriteQueue(WriteQueue queue, BrokerMemory memory, OrganizationLoad load, WriteQueueProperties properties) {
        this.queue = queue;
        this.memory = memory;
        this.load = load;
        this.properties = properties;
    }

    /**
     * Queues the items if all of them fit.
     *
     * @param organizationId the organization of all these items
     * @return how many items of all organizations are in the queue, these included
     * @throws ApiException QUEUE_FULL or TOO_MANY_CONFLICTS; nothing was queued
     */
    long enqueue(OrganizationId organizationId, Collection<WriteItem> items) {
        long bytes = items.stream().mapToLong(this::bytes).sum();
        long allItems = itemsUnderWay.addAndGet(items.size());
        long allBytes = bytesUnderWay.addAndGet(bytes);
        long ofOne = ofOneUnderWay.merge(organizationId, (long) items.size(), Long::sum);
        try {
            long depth = queue.depth() + allItems;
            requireSpace(organizationId, depth, allBytes, ofOne, bytes);
            queue.enqueueOrMerge(items);
            return depth;
        } finally {
            itemsUnderWay.addAndGet(-items.size());
            bytesUnderWay.addAndGet(-bytes);
            ofOneUnderWay.computeIfPresent(
                    organizationId, (unused, count) -> count == items.size() ? null : count - items.size());
        }
    }

    private void requireSpace(OrganizationId organizationId, long depth, long allBytes, long ofOne, long bytes) {
        if (depth > properties.maxWaiting()) {
            throw full("Too many edits are waiting in the queue (sync.write-queue.max-waiting)");
        }
        long memoryForEdits = memoryForEdits();
        long used = memory.used() + allBytes;
        if (used > memoryForEdits) {
            throw full("The broker's memory for edits is used up (sync.write-queue.max-broker-memory-percent)");
        }
        long share = share(properties.maxWaiting());
        boolean memoryIsScarce = used > memoryForEdits / 2;
        // The broker looks at every item to count these, so ask only if the answer can matter.
        if (depth > share || memoryIsScarce) {
            OrganizationLoad.Waiting waiting = load.waiting(organizationId);
            if (waiting.items() + ofOne > share
                    || (memoryIsScarce && waiting.bytes() + bytes > share(memoryForEdits))) {
                throw full("Too many edits of organization " + organizationId
                        + " are waiting (sync.write-queue.max-percent-per-organization)");
            }
        }
        if (queue.hasTooManyConflicts(organizationId)) {
            throw new ApiException(
                    HttpStatus.CONFLICT,
                    ErrorCode.TOO_MANY_CONFLICTS,
                    "Organization " + organizationId + " has " + properties.maxConflictsPerOrganization()
                            + " open conflicts (sync.write-queue.max-conflicts-per-organization); nothing was queued."
                            + " Resolve some of them first");
        }
    }

    private long share(long whole) {
        return Math.max(
                1,
                whole / PERCENT * properties.maxPercentPerOrganization()
                        + whole % PERCENT * properties.maxPercentPerOrganization() / PERCENT);
    }

    private static ApiException full(String why) {
        return new ApiException(
                HttpStatus.SERVICE_UNAVAILABLE, ErrorCode.QUEUE_FULL, why + "; nothing was queued. Try again later");
    }

    private long memoryForEdits() {
        long limit = memory.limit();
        return limit > 0 ? limit / PERCENT * properties.maxBrokerMemoryPercent() : Long.MAX_VALUE;
    }

    private long bytes(WriteItem item) {
        return ItemSize.inMemory(json.encode(item).length());
    }
}
