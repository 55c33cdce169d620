package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes SYNC_FAILED for items that the broker moved to the failed ones, after twenty deliveries to workers that
 * died. Items of an organization whose address is full stay until the next call. Called from one thread.
 */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final BoundedLog lines = new BoundedLog();

    private static final Selector NOT_TOLD = Selector.without(ItemMessage.FAILED_AT);

    // Every organization left out makes the selector longer.
    private static final int MOST_FULL = 100;

    private final DurableQueue failed;
    private final WriteQueue queue;
    private final JmsTransactions transactions;

    DeadLetters(DurableQueue failed, WriteQueue queue, JmsTransactions transactions) {
        this.failed = failed;
        this.queue = queue;
        this.transactions = transactions;
    }

    /** Publishes it for all dead letters there are at the moment. */
    void tell() {
        Set<String> full = new HashSet<>();
        while (full.size() < MOST_FULL && tellOfOne(full)) {
            // Each call handles one message.
        }
    }

    private boolean tellOfOne(Set<String> full) {
        AtomicReference<@Nullable ItemMessage> taken = new AtomicReference<>();
        try {
            return transactions.call(() -> {
                Selector others = NOT_TOLD.and(Selector.whereNot(ItemMessage.ORGANIZATION_ID, full));
                taken.set(
                        failed.take(others, Duration.ZERO).map(ItemMessage::new).orElse(null));
                return tell(taken.get());
            });
        } catch (RuntimeException e) {
            String organization = Optional.ofNullable(taken.get())
                    .flatMap(ItemMessage::organizationId)
                    .map(OrganizationId::value)
                    .orElseThrow(() -> e);
            if (BrokerTrouble.of(e) != BrokerTrouble.FULL || !full.add(organization)) {
                throw e;
            }
            return true;
        }
    }

    private boolean tell(@Nullable ItemMessage taken) {
        if (taken == null) {
            return false;
        }
        queue.fail(taken, new Failure("INTERNAL_ERROR", "The edit could not be processed", taken.retryCount()));
        // Logged after the commit: while the address is full, this is tried again and again.
        transactions.afterCommit(() -> lines.tell(
                log, Level.WARN, "given up", "The broker gave up delivering {}; it counts as failed", taken));
        return true;
    }
}
