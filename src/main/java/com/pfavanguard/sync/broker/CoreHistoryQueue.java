package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQObjectClosedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.client.impl.TopologyMemberImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Browses the history with Artemis' core protocol, one message at a time. Browsing needs no permission beyond those of
 * a gateway, does not change the ring's counters (a second STOMP reader would: Artemis 2.55 never stops counting a
 * message that the ring drops while it is being delivered), and sees the messages in the order in which the ring drops
 * them.
 */
final class CoreHistoryQueue implements HistoryQueue {

    private static final SimpleString QUEUE = SimpleString.of(StompBroker.HISTORY_QUEUE);

    // If producers set priorities, the broker drops and delivers higher ones first. Messages of the default priority
    // are dropped in their order of arrival.
    private static final SimpleString USUAL_PRIORITY = SimpleString.of("AMQPriority = 4");

    private static final int ONE_AT_A_TIME = 0;
    private static final int NO_LIMIT = -1;

    private final CoreConnection.Factory connections;

    CoreHistoryQueue(CoreConnection.Factory connections) {
        this.connections = connections;
    }

    @Override
    public Look connect() throws IOException {
        ActiveMQConnectionFactory factory = connections.create();
        try {
            return new CoreLook(CoreConnection.open(factory, false));
        } catch (Exception e) {
            throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
        }
    }

    private record CoreLook(CoreConnection connection) implements Look {

        @Override
        public OptionalLong oldest() throws IOException {
            try (ClientConsumer browser =
                    connection.session().createConsumer(QUEUE, USUAL_PRIORITY, ONE_AT_A_TIME, NO_LIMIT, true)) {
                ClientMessage oldest = browser.receiveImmediate();
                if (oldest != null) {
                    return OptionalLong.of(oldest.getMessageID());
                }
                // An empty history means that events were dropped, so it must be certain.
                if (connection.hasEnded(browser, QUEUE)) {
                    throw new ActiveMQObjectClosedException("the connection ended during the look");
                }
                return OptionalLong.empty();
            } catch (ActiveMQException e) {
                throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
            }
        }

        // A single broker tells its clients its own node id. A broker of a cluster lists several and does not say which
        // one is its own; its data have no name then.
        @Override
        public @Nullable String dataId() {
            Collection<TopologyMemberImpl> members =
                    ((ServerLocatorInternal) connection.locator()).getTopology().getMembers();
            return members.size() == 1 ? members.iterator().next().getNodeId() : null;
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
