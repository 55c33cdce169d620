package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.Embedded;
import com.pfavanguard.sync.broker.BrokerProperties.External;
import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompSocket;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * The embedded broker as the application wires it, on free ports and a directory of the test's own. For tests of any
 * room that wants a broker without the whole application around it.
 */
public final class TestBroker implements AutoCloseable {

    /** What the application keeps unless told otherwise. */
    public static final History DEFAULT_HISTORY = new History(20_000, Duration.ofMinutes(10));

    private final BrokerProperties properties;
    private final EmbeddedBroker broker;
    private final ConnectionFactory connectionFactory;

    TestBroker(BrokerProperties properties) {
        this.properties = properties;
        BrokerConfiguration.EmbeddedMode mode = new BrokerConfiguration.EmbeddedMode();
        broker = mode.embeddedBroker(properties);
        connectionFactory = mode.connectionFactory();
    }

    public static TestBroker startedIn(Path dataDirectory) {
        return startedIn(dataDirectory, DEFAULT_HISTORY);
    }

    public static TestBroker startedIn(Path dataDirectory, History history) {
        TestBroker broker = new TestBroker(properties(dataDirectory, FreePorts.next(), FreePorts.next(), history));
        broker.start();
        return broker;
    }

    static BrokerProperties properties(Path dataDirectory, int stompPort, int jmsPort, History history) {
        return new BrokerProperties(
                Mode.EMBEDDED,
                new Embedded(dataDirectory, stompPort, jmsPort),
                new External("127.0.0.1", stompPort, "tcp://127.0.0.1:" + jmsPort, null, null),
                history);
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
