package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import java.io.IOException;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Reads from two events in the history how long the broker keeps them. Browses, so that nothing is taken or sent. */
final class HistoryLook {

    private static final long PATIENCE_MS = 1_000;
    private static final int ENOUGH = 2;
    private static final SimpleString QUEUE = SimpleString.of(StompBroker.HISTORY_QUEUE);

    private HistoryLook() {}

    /**
     * Returns what is wrong; nothing if the history holds fewer than two events.
     *
     * @param factory for this alone
     */
    static List<BrokerProblem> problems(ActiveMQConnectionFactory factory, History history) throws IOException {
        LinkEvidence evidence = new LinkEvidence(history);
        // Sees messages as the broker has them, with the expiry on them.
        try (factory;
                var locator = factory.getServerLocator();
                var sessions = locator.createSessionFactory();
                var session =
                        sessions.createSession(factory.getUser(), factory.getPassword(), false, true, true, false, 0)) {
            session.start();
            try (ClientConsumer browser = session.createConsumer(QUEUE, true)) {
                for (int i = 0; i < ENOUGH; i++) {
                    ClientMessage event = browser.receive(PATIENCE_MS);
                    if (event == null) {
                        break;
                    }
                    evidence.kept(ingress(event), event.getExpiration());
                }
            }
            return evidence.isComplete() ? evidence.problems() : List.of();
        } catch (Exception e) {
            throw new IOException("The history cannot be browsed: " + e.getMessage(), e);
        }
    }

    private static long ingress(ClientMessage event) {
        return event.containsProperty(Message.HDR_INGRESS_TIMESTAMP)
                ? event.getLongProperty(Message.HDR_INGRESS_TIMESTAMP)
                : 0;
    }
}
