package com.pfavanguard.sync.messaging;

import com.pfavanguard.sync.event.SyncEvent;

/**
 * The way in for events of this application's own backends. Safe for any thread.
 */
public interface SyncEventPublisher {

    /**
     * Sends one event to everyone looking at its organization. When this returns the broker has the event on disk;
     * publishing the same event again is harmless, it is heard once. Inside a Spring-managed JMS transaction the event
     * becomes visible with the commit, together with whatever else that transaction holds; there it is the readers who
     * drop a second copy, by its event id.
     *
     * @throws SyncEventPublishException if the broker did not take it, or its answer was lost
     */
    void publish(SyncEvent event);
}
