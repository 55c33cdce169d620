package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Holds the events that one transaction publishes until its end is known. Used by the transaction's thread alone.
 *
 * <p>Code that runs after the commit, such as a {@code @TransactionalEventListener}, may publish too. Spring still shows
 * it the transaction, but calls only {@link #afterCompletion} of what it registers then.
 */
final class TransactionEvents implements TransactionSynchronization {

    private final Object publisher;
    private final Consumer<SyncEvent> send;
    private final Consumer<SyncEvent> drop;

    private final List<SyncEvent> waiting = new ArrayList<>();
    private final List<SyncEvent> joined = new ArrayList<>();

    private boolean completing;
    private boolean committed;

    private TransactionEvents(Object publisher, Consumer<SyncEvent> send, Consumer<SyncEvent> drop) {
        this.publisher = publisher;
        this.send = send;
        this.drop = drop;
    }

    /** Whether a transaction of the current thread can be followed to its end. */
    static boolean canFollow() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    /**
     * The events of the current thread's transaction.
     *
     * @param publisher each has its own
     * @param send called after the commit; must not throw, since other actions wait for the same commit
     * @param drop called after a rollback, or if the outcome is unknown: then there is nothing certain to tell
     */
    static TransactionEvents of(Object publisher, Consumer<SyncEvent> send, Consumer<SyncEvent> drop) {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof TransactionEvents open && open.publisher == publisher && !open.completing) {
                return open;
            }
        }
        TransactionEvents opened = new TransactionEvents(publisher, send, drop);
        TransactionSynchronizationManager.registerSynchronization(opened);
        return opened;
    }

    /** Adds an event to send after the commit, in the order of these calls. */
    void await(SyncEvent event) {
        waiting.add(event);
    }

    /** Adds an event that was sent on the transaction's own JMS session. If that was too late, it is sent again. */
    void joined(SyncEvent event) {
        joined.add(event);
    }

    @Override
    public void beforeCompletion() {
        completing = true;
    }

    @Override
    public void afterCommit() {
        committed = true;
        waiting.forEach(send);
    }

    @Override
    public void afterCompletion(int status) {
        if (!committed) {
            waiting.forEach(status == STATUS_COMMITTED ? send : drop);
        }
        // Sent after the commit on a session that nobody commits again.
        if (!completing && status == STATUS_COMMITTED) {
            joined.forEach(send);
        }
    }
}
