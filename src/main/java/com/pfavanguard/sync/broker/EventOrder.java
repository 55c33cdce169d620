package com.pfavanguard.sync.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Has the embedded broker keep events in the order in which they come, whatever a producer asks for. Artemis drops from a
 * full ring what has the highest priority first, and a message of a higher one than all others in it as it arrives, before
 * anybody has read it; likewise one that was to be delivered later (QueueImpl.enforceRing, 2.55). And as many of a low
 * priority as the ring holds would have all others dropped in the same way.
 */
final class EventOrder implements ActiveMQServerMessagePlugin {

    private static final String EVENTS = "sync.";
    private static final byte USUAL_PRIORITY = 4;

    @Override
    public void beforeSend(
            ServerSession session,
            @Nullable Transaction tx,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue) {
        String address = message.getAddress();
        if (address != null && address.startsWith(EVENTS)) {
            if (message.getPriority() != USUAL_PRIORITY) {
                message.setPriority(USUAL_PRIORITY);
            }
            if (message.hasScheduledDeliveryTime()) {
                message.setScheduledDeliveryTime(null);
                message.reencode();
            }
        }
    }
}
