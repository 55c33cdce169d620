package com.pfavanguard.sync.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses messages that would have to be written while the disk is nearly full, with that reason. Lets pass what is
 * not written, such as management requests, and the gateways' own markers: they take a few bytes and are soon
 * replaced, and a refusal would cut the link that sent one.
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
