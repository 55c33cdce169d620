package com.pfavanguard.sync.pair;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** What a failover must keep besides the ring: last values, work that is done, and duplicate ids. */
final class PairQueues {

    static final List<String> LAST_REVOCATIONS = List.of("k1=3", "k2=3");
    static final List<String> CONFLICTS_LEFT = List.of("c3", "c4");

    private static final String REVOCATIONS = "sync-control.revocations";
    private static final String CONFLICTS = "pems.conflicts";
    private static final int SENT_AGAIN = 20;

    private PairQueues() {}

    /** Sends three values for each of two keys, and five conflicts, of which it takes the first three. */
    static void fill(ArtemisBroker broker) {
        try (ActiveMQConnectionFactory connections = connections(broker);
                JMSContext jms = connections.createContext()) {
            Queue revocations = jms.createQueue(REVOCATIONS);
            for (int value = 1; value <= 3; value++) {
                for (String key : List.of("k1", "k2")) {
                    jms.createProducer().setProperty("controlKey", key).send(revocations, key + "=" + value);
                }
            }
            Queue conflicts = jms.createQueue(CONFLICTS);
            for (int i = 0; i < 5; i++) {
                jms.createProducer().send(conflicts, "c" + i);
            }
            try (JMSConsumer consumer = jms.createConsumer(conflicts)) {
                for (int i = 0; i < 3; i++) {
                    consumer.receive(30_000);
                }
            }
        }
    }

    static List<String> revocations(ArtemisBroker broker) throws JMSException {
        return browse(broker, REVOCATIONS);
    }

    static List<String> conflicts(ArtemisBroker broker) throws JMSException {
        return browse(broker, CONFLICTS);
    }

    private static List<String> browse(ArtemisBroker broker, String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (ActiveMQConnectionFactory connections = connections(broker);
                JMSContext jms = connections.createContext();
                QueueBrowser browser = jms.createBrowser(jms.createQueue(queue))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                texts.add(((Message) messages.nextElement()).getBody(String.class));
            }
        }
        return texts;
    }

    /**
     * Sends the last events of an organization again, with their duplicate ids but under other event ids.
     *
     * @return how many of them the broker has stored; 0 if it knows the duplicate ids
     */
    static int sendAgain(ArtemisBroker broker, Ring before, String organization) throws IOException {
        List<String> ids = before.idsOf(organization);
        try (StompSocket producer = StompSocket.connectedTo(
                broker.stompPort(), TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER))) {
            for (String id : ids.subList(Math.max(0, ids.size() - SENT_AGAIN), ids.size())) {
                producer.sendWithReceipt(
                        "/topic/sync." + organization,
                        "persistent:true\n_AMQ_DUPL_ID:" + id + "\neventId:again-" + id + "\n",
                        "again");
            }
        }
        return (int) Ring.read(broker.stompPort()).eventIds().stream()
                .filter(id -> id.startsWith("again-"))
                .count();
    }

    private static ActiveMQConnectionFactory connections(ArtemisBroker broker) {
        return new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + broker.jmsPort(), TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY));
    }
}
