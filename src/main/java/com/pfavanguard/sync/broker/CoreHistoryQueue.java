package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQObjectClosedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.core.client.impl.TopologyMemberImpl;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacket;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Browses the history with Artemis' core protocol, one message at a time. Browsing needs no permission beyond those of
 * a gateway, does not change the ring's counters (a second STOMP reader would: Artemis 2.55 never stops counting a
 * message that the ring drops while it is being delivered), and sees the messages in the order in which the ring drops
 * them.
 */
final class CoreHistoryQueue implements HistoryQueue {

    // If producers set priorities, the broker drops and delivers higher ones first. Messages of the default priority
    // are dropped in their order of arrival.
    private static final SimpleString USUAL_PRIORITY = SimpleString.of("AMQPriority = 4");

    private static final int ONE_AT_A_TIME = 0;
    private static final int NO_LIMIT = -1;

    /** Creates a connection factory that fails fast and does not reconnect by itself. */
    interface Connections {
        ActiveMQConnectionFactory factory() throws IOException;
    }

    private final Connections connections;

    CoreHistoryQueue(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Look connect() throws IOException {
        ActiveMQConnectionFactory factory = connections.factory();
        ServerLocator locator = factory.getServerLocator();
        locator.addIncomingInterceptor(CoreHistoryQueue::leaveExpiryToTheBroker);
        try {
            ClientSessionFactory sessions = locator.createSessionFactory();
            ClientSession session = sessions.createSession(
                    factory.getUser(),
                    factory.getPassword(),
                    false,
                    true,
                    true,
                    false,
                    NO_LIMIT,
                    factory.getClientID());
            session.start();
            return new CoreLook(locator, session);
        } catch (Exception e) {
            locator.close();
            throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
        }
    }

    // Artemis' client withholds messages that have expired by its own clock, which may be wrong. What the broker still
    // has is what counts.
    static boolean leaveExpiryToTheBroker(Packet packet, RemotingConnection connection) {
        if (packet instanceof MessagePacket received) {
            received.getMessage().setExpiration(0);
        }
        return true;
    }

    private record CoreLook(ServerLocator locator, ClientSession session) implements Look {

        @Override
        public OptionalLong oldest() throws IOException {
            try (ClientConsumer browser = session.createConsumer(
                    SimpleString.of(StompBroker.HISTORY_QUEUE), USUAL_PRIORITY, ONE_AT_A_TIME, NO_LIMIT, true)) {
                ClientMessage oldest = browser.receiveImmediate();
                if (oldest != null) {
                    return OptionalLong.of(oldest.getMessageID());
                }
                failIfEnded(browser);
                return OptionalLong.empty();
            } catch (ActiveMQException e) {
                throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
            }
        }

        // If the connection ends while a browser waits, there is no message either, and no error. An empty history
        // means that events were dropped, so the broker must show that it is still there.
        private void failIfEnded(ClientConsumer browser) throws ActiveMQException {
            session.queueQuery(SimpleString.of(StompBroker.HISTORY_QUEUE));
            if (browser.isClosed()) {
                throw new ActiveMQObjectClosedException("the connection ended during the look");
            }
        }

        // A single broker tells its clients its own node id. A broker of a cluster lists several and does not say which
        // one is its own; its data have no name then.
        @Override
        public @Nullable String dataId() {
            Collection<TopologyMemberImpl> members =
                    ((ServerLocatorInternal) locator).getTopology().getMembers();
            return members.size() == 1 ? members.iterator().next().getNodeId() : null;
        }

        @Override
        public void close() {
            locator.close();
        }
    }
}
