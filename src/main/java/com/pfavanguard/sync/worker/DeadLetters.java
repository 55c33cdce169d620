package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of items the broker itself has set aside, after ten deliveries to workers that did not survive them. */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final WriteQueue queue;

    DeadLetters(WriteQueue queue) {
        this.queue = queue;
    }

    void handle(QueueMessage message) {
        ItemMessage taken = new ItemMessage(message);
        log.warn("The broker has given up delivering {}", taken);
        queue.fail(taken, new Failure("INTERNAL_ERROR", "The edit could not be processed", taken.retryCount()));
    }
}
