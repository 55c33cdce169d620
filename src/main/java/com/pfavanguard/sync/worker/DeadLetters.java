package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes SYNC_FAILED for items that the broker moved to the failed ones, after twenty deliveries to workers that
 * died. Called from one thread.
 */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private static final Selector NOT_TOLD = Selector.without(ItemMessage.FAILED_AT);

    private final BoundedLog lines = new BoundedLog();

    private final ItemDrain drain;
    private final WriteQueue queue;
    private final JmsTransactions transactions;

    DeadLetters(DurableQueue failed, WriteQueue queue, JmsTransactions transactions) {
        this.drain = new ItemDrain(failed, NOT_TOLD, transactions, this::tell);
        this.queue = queue;
        this.transactions = transactions;
    }

    /** Publishes it for all dead letters there are at the moment. */
    void tell() {
        drain.handle(Integer.MAX_VALUE);
    }

    private void tell(ItemMessage taken) {
        queue.fail(taken, new Failure("INTERNAL_ERROR", "The edit could not be processed", taken.retryCount()));
        // Logged after the commit: while the address is full, this is tried again and again.
        transactions.afterCommit(() -> lines.tell(
                log, Level.WARN, "given up", "The broker gave up delivering {}; it counts as failed", taken));
    }
}
