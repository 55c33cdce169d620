package com.pfavanguard.sync.broker;

import java.io.IOException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacket;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/** One connection with one session by Artemis' core protocol, for browsing queues. Does not reconnect by itself. */
record CoreConnection(ServerLocator locator, ClientSession session) implements AutoCloseable {

    private static final int NO_LIMIT = -1;

    /** Creates a connection factory that fails fast and does not reconnect by itself. */
    interface Factory {
        ActiveMQConnectionFactory create() throws IOException;
    }

    /**
     * Connects, and closes the factory's locator if that fails.
     *
     * @param transacted whether the broker takes what is sent at the next commit only
     */
    static CoreConnection open(ActiveMQConnectionFactory factory, boolean transacted) throws Exception {
        ServerLocator locator = factory.getServerLocator();
        locator.addIncomingInterceptor(CoreConnection::leaveExpiryToTheBroker);
        try {
            ClientSession session = locator.createSessionFactory()
                    .createSession(
                            factory.getUser(),
                            factory.getPassword(),
                            false,
                            !transacted,
                            true,
                            false,
                            NO_LIMIT,
                            factory.getClientID());
            session.start();
            return new CoreConnection(locator, session);
        } catch (Exception e) {
            locator.close();
            throw e;
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

    /**
     * Whether the connection ended while the browser waited: then there is no message either, and no error. Asks the
     * broker, which must show that it is still there.
     */
    boolean hasEnded(ClientConsumer browser, SimpleString queue) throws ActiveMQException {
        session.queueQuery(queue);
        return browser.isClosed();
    }

    @Override
    public void close() {
        locator.close();
    }
}
