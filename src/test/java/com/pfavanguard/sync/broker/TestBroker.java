package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Console;
import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import com.pfavanguard.sync.broker.BrokerProperties.External;
import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.broker.BrokerProperties.Ssl;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.util.unit.DataSize;

/**
 * The embedded broker as the application wires it, on free ports and a directory of the test's own. For tests of any
 * module that wants a broker without the whole application around it.
 */
public final class TestBroker implements AutoCloseable {

    /** The history that the application keeps by default. */
    public static final History DEFAULT_HISTORY = new History(20_000, Duration.ofMinutes(10));

    private final BrokerProperties properties;
    private final EmbeddedBroker broker;
    private final ConnectionFactory connectionFactory;
    private final HistoryQueue historyQueue;
    private final StateQueue stateQueue;

    TestBroker(BrokerProperties properties) {
        this.properties = properties;
        BrokerConfiguration.EmbeddedMode mode = new BrokerConfiguration.EmbeddedMode();
        BrokerUsers users = mode.brokerUsers(properties);
        broker = mode.embeddedBroker(properties, users);
        connectionFactory = mode.connectionFactory(users);
        historyQueue = mode.historyQueue(users);
        stateQueue = mode.stateQueue(users);
    }

    public static TestBroker startedIn(Path dataDirectory) {
        return startedIn(dataDirectory, DEFAULT_HISTORY);
    }

    public static TestBroker startedIn(Path dataDirectory, History history) {
        return started(properties(dataDirectory, FreePorts.next(), FreePorts.next(), history));
    }

    /** A broker that asks for no password; without logins, no roles restrict what a client may do. */
    static TestBroker openIn(Path dataDirectory, History history) {
        return started(properties(login(dataDirectory, FreePorts.next(), FreePorts.next(), false), history));
    }

    private static TestBroker started(BrokerProperties properties) {
        TestBroker broker = new TestBroker(properties);
        broker.start();
        return broker;
    }

    static BrokerProperties properties(Path dataDirectory, int stompPort, int jmsPort, History history) {
        return properties(login(dataDirectory, stompPort, jmsPort, true), history);
    }

    private static Embedded login(Path dataDirectory, int stompPort, int jmsPort, boolean require) {
        return new Embedded(
                dataDirectory,
                stompPort,
                jmsPort,
                require,
                TestLogin.passwordOf(TestLogin.PRODUCER),
                TestLogin.passwordOf(TestLogin.GATEWAY),
                DataSize.ofMegabytes(256));
    }

    private static BrokerProperties properties(Embedded embedded, History history) {
        return new BrokerProperties(
                Mode.EMBEDDED,
                embedded,
                new Console(false, 8161),
                external(External.DEFAULT_ADDRESSES, null, null),
                history);
    }

    static External external(List<String> addresses, @Nullable String stompHost, @Nullable String jmsUrl) {
        return new External(
                addresses, 61613, 61616, new Ssl(null, null), stompHost, jmsUrl, null, null, "s3cret", null, null);
    }

    public void start() {
        broker.start();
    }

    public void stop() {
        broker.stop();
    }

    /** What the application publishes through: in this process, caching, failing fast. */
    public ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** What the gateway looks at the history by. */
    public HistoryQueue historyQueue() {
        return historyQueue;
    }

    /** What the gateway keeps the states by. */
    public StateQueue stateQueue() {
        return stateQueue;
    }

    /** A second set of connections to this broker, as another process has them. */
    public OtherConnections otherConnections() {
        return new OtherConnections(new CachingConnectionFactory(new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + jmsPort(), TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY))));
    }

    /** Connections that end with the block they are for. */
    public record OtherConnections(CachingConnectionFactory factory) implements AutoCloseable {

        @Override
        public void close() {
            factory.destroy();
        }
    }

    public int stompPort() {
        return properties.embedded().stompPort();
    }

    public int jmsPort() {
        return properties.embedded().jmsPort();
    }

    /** How many STOMP clients the broker still counts. */
    public int stompConnections() {
        return broker.stompConnections();
    }

    /** How many sessions the broker holds open, of all protocols. */
    public int sessions() {
        return broker.sessions();
    }

    EmbeddedBroker embeddedBroker() {
        return broker;
    }

    /** A STOMP reader of the history, from the oldest event kept. */
    public StompSocket readHistory() throws IOException {
        return StompSocket.connectedTo(stompPort()).subscribeToHistory();
    }

    @Override
    public void close() {
        ((CachingConnectionFactory) connectionFactory).destroy();
        broker.stop();
    }
}
