package com.pfavanguard.sync.broker;

import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Reserves the last part of the memory for messages for the gateways' markers. A refused marker costs a gateway its
 * link, so producers that fill the broker would cut off every client. Other messages are refused a little earlier, with
 * the error of a full address.
 */
final class MarkerReserve implements ActiveMQServerPlugin {

    // A marker takes about 1 KB and stays as long as an event, so this holds the markers of many gateways.
    private static final int PART_OF_ALL = 32;

    // Management requests take no lasting memory; one of them asks whether the broker is full.
    private static final Set<String> FREE = Set.of(
            StompBroker.HISTORY_MARKER_ADDRESS,
            ActiveMQDefaultConfiguration.getDefaultManagementAddress().toString());

    private LongSupplier used = () -> 0;
    private long most = Long.MAX_VALUE;

    @Override
    public void registered(ActiveMQServer server) {
        long all = server.getConfiguration().getGlobalMaxSize();
        limit(() -> server.getPagingManager().getGlobalSize(), all > 0 ? all : Long.MAX_VALUE);
    }

    /**
     * @param all maximum bytes of all messages
     */
    void limit(LongSupplier used, long all) {
        this.used = used;
        this.most = all - all / PART_OF_ALL;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (used.getAsLong() > most && !FREE.contains(message.getAddress())) {
            throw new ActiveMQAddressFullException(
                    "The broker's memory for messages is full; try again when older messages have expired or been read");
        }
    }
}
