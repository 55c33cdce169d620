package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Publishes persistent events by JMS; the client waits until the broker has confirmed each. */
final class JmsSource extends Source {

    // Shorter than a frozen broker stays frozen, so that events are sent again meanwhile.
    private static final int CALL_TIMEOUT_MS = 10_000;

    private final List<ArtemisBroker> brokers;
    private @Nullable ActiveMQConnectionFactory factory;
    private @Nullable JMSContext context;

    JmsSource(String name, int perSecond, List<ArtemisBroker> brokers) {
        super(name, perSecond);
        this.brokers = brokers;
    }

    @Override
    void send(String id) throws IOException {
        JMSContext jms = context();
        jms.createProducer()
                .setProperty("eventId", id)
                .setProperty("_AMQ_DUPL_ID", id)
                .send(jms.createTopic("sync." + Cluster.ORGANIZATION), Cluster.event(id));
    }

    private JMSContext context() throws IOException {
        JMSContext present = context;
        if (present == null) {
            factory = new ActiveMQConnectionFactory(
                    "tcp://127.0.0.1:" + open().jmsPort() + "?callTimeout=" + CALL_TIMEOUT_MS,
                    TestLogin.PRODUCER,
                    TestLogin.passwordOf(TestLogin.PRODUCER));
            present = factory.createContext();
            context = present;
        }
        return present;
    }

    // Asked beforehand, because the client logs a stack trace for each port that is closed.
    private ArtemisBroker open() throws IOException {
        return brokers.stream()
                .filter(ArtemisBroker::isServing)
                .findFirst()
                .orElseThrow(() -> new IOException("No broker serves"));
    }

    @Override
    void disconnect() {
        try {
            if (context != null) {
                context.close();
            }
        } catch (JMSRuntimeException e) {
            // It was lost before.
        }
        if (factory != null) {
            factory.close();
        }
        context = null;
        factory = null;
    }

    @Override
    boolean isOrdered() {
        return true;
    }
}
