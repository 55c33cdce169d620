package com.pfavanguard.sync.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages that would be written while the disk is nearly full, saying so. Let through are those that are not
 * written, as questions to the broker, and the gateways' own markers: a few bytes each and soon replaced, while a refusal
 * would cut the link that sent it.
 */
final class DiskRefusals implements ActiveMQServerMessagePlugin {

    private final BrokerDisk disk;

    DiskRefusals(BrokerDisk disk) {
        this.disk = disk;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (disk.isShort() && message.isDurable() && !isMarker(message)) {
            throw new ActiveMQIOErrorException(disk.refusal());
        }
    }

    private static boolean isMarker(Message message) {
        return StompBroker.HISTORY_MARKER_ADDRESS.equals(message.getAddress());
    }
}
