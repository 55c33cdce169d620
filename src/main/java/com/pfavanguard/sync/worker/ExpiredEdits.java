package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.WriteQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsException;

/**
 * Publishes SYNC_REMOVED for failed items whose time is over, which the broker moves to a queue of their own (decision
 * 0051). Called from one thread, again and again; each call handles a few, since after a large outage thousands expire in
 * the same minute. A broker without that queue, set up for an earlier version, does not keep the worker from writing.
 */
class ExpiredEdits {

    private static final Logger log = LoggerFactory.getLogger(ExpiredEdits.class);

    // A call comes every half second while there are more: 20 events a second.
    private static final int MOST_AT_ONCE = 10;

    private final BoundedLog lines = new BoundedLog();

    private final DurableQueue expired;
    private final ItemDrain drain;
    private final WriteQueue queue;
    private final JmsTransactions transactions;
    private boolean isRefused;

    ExpiredEdits(DurableQueue expired, WriteQueue queue, JmsTransactions transactions) {
        this.expired = expired;
        this.drain = new ItemDrain(expired, Selector.ALL, transactions, this::tell);
        this.queue = queue;
        this.transactions = transactions;
    }

    /**
     * Publishes it for some of them.
     *
     * @return whether there may be more
     */
    boolean tellOfSome() {
        try {
            boolean more = drain.handle(MOST_AT_ONCE);
            isRefused = false;
            return more;
        } catch (JmsException e) {
            if (!expired.isRefused(e)) {
                throw e;
            }
            if (!isRefused) {
                log.warn(
                        "Clients are not told of failed edits that expire: {}. The broker needs the queue {}, and this"
                                + " process the right to consume from it; broker-config/single/broker.xml has both",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                        expired.name());
            }
            isRefused = true;
            return false;
        }
    }

    private void tell(ItemMessage taken) {
        queue.removed(taken, SyncRemoved.Reason.EXPIRED);
        transactions.afterCommit(() -> lines.tell(
                log, Level.INFO, "expired", "The failed {} has expired (sync.write-queue.failed-retention)", taken));
    }
}
