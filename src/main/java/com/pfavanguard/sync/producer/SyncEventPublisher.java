package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;

/** Publishes sync events of this application. Safe for any thread. */
public interface SyncEventPublisher {

    /**
     * Sends one event to all clients of its organization. When this returns, the broker has the event on disk.
     * Publishing the same event again is harmless: clients receive it once. Inside a Spring-managed JMS transaction the
     * event becomes visible with the commit; there readers drop a second copy by its event id.
     *
     * @throws SyncEventPublishException if the broker did not take it, or its answer was lost
     */
    void publish(SyncEvent event);
}
