package com.pfavanguard.sync.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the embedded broker keep events in their order of arrival, whatever priority or delay a producer sets. A full
 * ring drops the messages of the highest priority first, even a new message that no gateway has read yet. It
 * does the same with a message that is to be delivered later (QueueImpl.enforceRing, 2.55). And low-priority messages
 * that fill the ring would push out all others.
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
