package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;

/** Publishes sync events to the clients of their organizations. Safe for any thread. */
public interface SyncEventPublisher {

    /**
     * Sends one event to all clients of its organization.
     *
     * <p>Outside of a transaction: when this returns, the broker has the event on disk. In a JMS transaction managed by
     * Spring the event becomes visible with the commit. In any other transaction of Spring, such as one of a database,
     * the event is sent after the commit; a failure then goes to the {@link SyncEventFailureHandler}. A rollback drops
     * the event.
     *
     * <p>Publishing the same event again is harmless: clients receive it once, by its event id.
     *
     * @throws SyncEventPublishException if the broker did not take it, or its answer was lost
     */
    void publish(SyncEvent event);
}
