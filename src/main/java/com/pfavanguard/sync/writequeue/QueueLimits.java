package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.messaging.BrokerMemory;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;

/**
 * How many new items there may be, by number and by the memory they take. What is being queued at the moment counts as
 * well, or many requests at once would all find the same room. Safe for any thread.
 */
class QueueLimits {

    // What a message and its event take besides the item's text.
    private static final long OVERHEAD_BYTES = 4 * 1024;
    private static final int BYTES_PER_CHARACTER = 2;

    private final WriteQueue queue;
    private final BrokerMemory memory;
    private final WriteQueueProperties properties;
    private final WriteItemJson json = new WriteItemJson();
    private final AtomicLong itemsUnderWay = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();

    QueueLimits(WriteQueue queue, BrokerMemory memory, WriteQueueProperties properties) {
        this.queue = queue;
        this.memory = memory;
        this.properties = properties;
    }

    /**
     * Queues the items if there is room.
     *
     * @return how many there are with them, over all organizations
     * @throws ApiException if there is not
     */
    long enqueue(Collection<WriteItem> items) {
        long bytes = items.stream().mapToLong(this::bytes).sum();
        long allItems = itemsUnderWay.addAndGet(items.size());
        long allBytes = bytesUnderWay.addAndGet(bytes);
        try {
            long depth = queue.depth() + allItems;
            if (depth > properties.maxWaiting() || exceedsMemory(allBytes)) {
                throw new ApiException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        ErrorCode.QUEUE_FULL,
                        "Too many edits are waiting; nothing was queued, try again later");
            }
            queue.enqueueOrMerge(items);
            return depth;
        } finally {
            itemsUnderWay.addAndGet(-items.size());
            bytesUnderWay.addAndGet(-bytes);
        }
    }

    private boolean exceedsMemory(long more) {
        long limit = memory.limit();
        return limit > 0 && memory.used() + more > limit / 100 * properties.maxBrokerMemoryPercent();
    }

    private long bytes(WriteItem item) {
        return (long) BYTES_PER_CHARACTER * json.encode(item).length() + OVERHEAD_BYTES;
    }
}
