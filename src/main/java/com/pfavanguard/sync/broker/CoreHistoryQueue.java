package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
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
 * Browses the history by Artemis' core protocol, one message at a time. Browsing needs no right that a gateway does not
 * have anyway, leaves the ring's books alone (a second reader by STOMP would not: what the ring drops while somebody is
 * being handed it, Artemis 2.55 counts for ever), and sees the messages in the order in which the ring drops them.
 */
final class CoreHistoryQueue implements HistoryQueue {

    // Where some producers set priorities, the broker drops higher ones first, and hands them out first. What has the
    // usual priority, as all else, is dropped in the order it came.
    private static final SimpleString USUAL_PRIORITY = SimpleString.of("AMQPriority = 4");

    private static final int ONE_AT_A_TIME = 0;
    private static final int NO_LIMIT = -1;

    private final Supplier<ActiveMQConnectionFactory> connections;

    /** @param connections makes a connection factory that fails fast and does not reconnect by itself */
    CoreHistoryQueue(Supplier<ActiveMQConnectionFactory> connections) {
        this.connections = connections;
    }

    @Override
    public Look connect() throws IOException {
        ActiveMQConnectionFactory factory = connections.get();
        ServerLocator locator = factory.getServerLocator();
        locator.addIncomingInterceptor(CoreHistoryQueue::leaveExpiryToTheBroker);
        try {
            ClientSessionFactory sessions = locator.createSessionFactory();
            ClientSession session = sessions.createSession(
                    factory.getUser(), factory.getPassword(), false, true, true, false, NO_LIMIT);
            session.start();
            return new CoreLook(locator, session);
        } catch (Exception e) {
            locator.close();
            throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
        }
    }

    // Artemis' client withholds messages that have expired by its own clock, which may be wrong. What the broker still
    // has is what counts.
    private static boolean leaveExpiryToTheBroker(Packet packet, RemotingConnection connection) {
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
                return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.getMessageID());
            } catch (ActiveMQException e) {
                throw new IOException("The history cannot be looked at: " + e.getMessage(), e);
            }
        }

        // A broker that stands alone tells its clients of itself and of nobody else; one of a cluster of several does
        // not say which of them it is, and then its data have no name.
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
