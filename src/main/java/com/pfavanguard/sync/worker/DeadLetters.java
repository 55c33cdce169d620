package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells of items the broker itself has set aside, after twenty deliveries to workers that did not survive them. */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final BoundedLog lines = new BoundedLog();

    private static final Selector NOT_TOLD = Selector.without(ItemMessage.FAILED_AT);

    private final DurableQueue failed;
    private final WriteQueue queue;
    private final JmsTransactions transactions;

    DeadLetters(DurableQueue failed, WriteQueue queue, JmsTransactions transactions) {
        this.failed = failed;
        this.queue = queue;
        this.transactions = transactions;
    }

    /** Of all there are at the moment. */
    void tell() {
        while (transactions.call(this::tellOfOne)) {
            // And the next.
        }
    }

    private boolean tellOfOne() {
        return failed.take(NOT_TOLD, Duration.ZERO).map(this::tell).orElse(false);
    }

    private boolean tell(QueueMessage message) {
        ItemMessage taken = new ItemMessage(message);
        lines.tell(log, Level.WARN, "given up", "The broker has given up delivering {}", taken);
        queue.fail(taken, new Failure("INTERNAL_ERROR", "The edit could not be processed", taken.retryCount()));
        return true;
    }
}
