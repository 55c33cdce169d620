package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEvent;

/**
 * Learns of events that could not be published after the commit of a transaction, when {@link
 * SyncEventPublisher#publish} has returned already. By default such an event is logged. Declare a bean of this type to do
 * more, for example store the event and publish it again later, which is harmless even if it got through.
 */
@FunctionalInterface
public interface SyncEventFailureHandler {

    /** Called on the thread of the transaction, which is committed. Must not throw. */
    void notPublished(SyncEvent event, SyncEventPublishException failure);
}
