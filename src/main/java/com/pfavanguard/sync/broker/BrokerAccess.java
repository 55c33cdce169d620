package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.AddressQuery;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker that finds out what its user may do there, by trying it without effect: a consumer that
 * asks for no message, a message that reaches no queue. The broker does not log what it refuses here. For one thread.
 */
final class BrokerAccess implements AutoCloseable {

    // Anything else is an answer of the broker, and it looks at the right first.
    private static final Set<ActiveMQExceptionType> NO_ANSWER = EnumSet.of(
            ActiveMQExceptionType.INTERNAL_ERROR,
            ActiveMQExceptionType.NOT_CONNECTED,
            ActiveMQExceptionType.CONNECTION_TIMEDOUT,
            ActiveMQExceptionType.DISCONNECTED,
            ActiveMQExceptionType.REMOTE_DISCONNECT,
            ActiveMQExceptionType.UNBLOCKED,
            ActiveMQExceptionType.OBJECT_CLOSED);

    private static final int NO_CREDITS = 0;
    private static final int UNLIMITED = -1;

    private final ServerLocator locator;
    private final ClientSessionFactory sessions;
    private final ActiveMQConnectionFactory login;
    // Never started, so that the broker delivers nothing.
    private final ClientSession session;

    private BrokerAccess(ActiveMQConnectionFactory factory) throws Exception {
        login = factory;
        locator = factory.getServerLocator();
        // Or a send to a full address would wait for space.
        locator.setProducerWindowSize(UNLIMITED);
        // Or the broker would log a refusal as an error instead of telling it.
        locator.setBlockOnNonDurableSend(true);
        sessions = locator.createSessionFactory();
        session = openSession();
    }

    /**
     * Connects and logs in.
     *
     * @param factory for this alone; changed, and closed by {@link #close}
     * @throws BrokerRefusedException if the broker refuses the login or speaks another protocol
     * @throws IOException if it cannot be reached
     */
    static BrokerAccess open(ActiveMQConnectionFactory factory) throws IOException {
        try {
            return new BrokerAccess(factory);
        } catch (Exception e) {
            factory.close();
            if (e instanceof ActiveMQException told) {
                if (told.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                    throw new BrokerRefusedException(refusedLogin(factory.getUser()));
                }
                if (told.getType() == ActiveMQExceptionType.INCOMPATIBLE_CLIENT_SERVER_VERSIONS) {
                    throw new BrokerRefusedException(BrokerVersion.tooOld("an older Artemis"));
                }
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    // The broker gives the same answer to a wrong name, a wrong password and no login.
    private static BrokerProblem refusedLogin(@Nullable String user) {
        return user == null
                ? BrokerProblem.stop("The broker refuses a connection without a user name. Set"
                        + " sync.broker.external.login and sync.broker.external.passcode")
                : BrokerProblem.stop(
                        "The broker refuses the login of user %1$s. Check sync.broker.external.login and"
                                + " sync.broker.external.passcode, or set the password at the broker: bin/artemis user"
                                + " reset --user-command-user %1$s",
                        user);
    }

    /** The user, as the subject of a sentence. */
    String user() {
        return login.getUser() == null ? "A connection without a user name" : "User " + login.getUser();
    }

    /** Opens a further session over this connection. */
    ClientSession openSession() throws ActiveMQException {
        return sessions.createSession(login.getUser(), login.getPassword(), false, true, true, false, UNLIMITED);
    }

    /** The number of the core protocol's version that the broker speaks. */
    int protocolVersion() {
        return session.getVersion();
    }

    /** Describes a queue. Needs no right. */
    QueueQuery queue(String name) throws ActiveMQException {
        return session.queueQuery(SimpleString.of(name));
    }

    /** Whether the address exists. Needs no right. */
    boolean exists(String address) throws ActiveMQException {
        return session.addressQuery(SimpleString.of(address)).isExists();
    }

    /** Whether the user may consume from or browse a queue that exists. */
    boolean mayRead(String queue, boolean browse) throws ActiveMQException {
        return isAllowed(() -> session.createConsumer(SimpleString.of(queue), null, NO_CREDITS, UNLIMITED, browse)
                .close());
    }

    /**
     * Whether the user may send to the address of a queue that exists.
     *
     * @param routingType that of the queue; the message has the other one, so that it reaches no queue
     */
    boolean maySend(String address, RoutingType routingType) throws ActiveMQException {
        return isSent(address, routingType == RoutingType.ANYCAST ? RoutingType.MULTICAST : RoutingType.ANYCAST);
    }

    /** Whether the user may send to this topic, which may have no queue. The message is for a queue that does not exist. */
    boolean maySendTo(String topic) throws ActiveMQException {
        return isSent(topic + "::none", RoutingType.MULTICAST);
    }

    private boolean isSent(String address, RoutingType routingType) throws ActiveMQException {
        return isAllowed(() -> {
            try (ClientProducer producer = session.createProducer()) {
                ClientMessage message = session.createMessage(false);
                message.setRoutingType(routingType);
                producer.send(SimpleString.of(address), message);
            }
        });
    }

    /** Whether the user may create this topic. Creates it, unless it exists; then this has no effect. */
    boolean mayCreate(String topic) throws ActiveMQException {
        SimpleString address = SimpleString.of(topic);
        AddressQuery found = session.addressQuery(address);
        // The broker would change an address that exists to other types.
        EnumSet<RoutingType> types = found.isExists() ? routingTypes(found) : EnumSet.of(RoutingType.MULTICAST);
        return isAllowed(() -> session.createAddress(address, types, true));
    }

    private static EnumSet<RoutingType> routingTypes(AddressQuery address) {
        EnumSet<RoutingType> types = EnumSet.noneOf(RoutingType.class);
        if (address.isSupportsMulticast()) {
            types.add(RoutingType.MULTICAST);
        }
        if (address.isSupportsAnycast()) {
            types.add(RoutingType.ANYCAST);
        }
        return types;
    }

    private interface Attempt {

        void run() throws ActiveMQException;
    }

    private static boolean isAllowed(Attempt attempt) throws ActiveMQException {
        try {
            attempt.run();
            return true;
        } catch (ActiveMQException e) {
            if (e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION) {
                return false;
            }
            if (NO_ANSWER.contains(e.getType())) {
                throw e;
            }
            return true;
        }
    }

    @Override
    public void close() {
        login.close();
    }
}
