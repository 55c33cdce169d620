package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.event.SyncQueues;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Asks the embedded broker to write something, which shows whether its journal still does: when one of its threads has
 * ended, it says nothing of that itself, and every producer waits. What is written is an empty entry, each in the place of
 * the last one, which readers pass over.
 */
class BrokerProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ActiveMQConnectionFactory connections;

    /** @param connections for this probe alone; changed */
    BrokerProbe(ActiveMQConnectionFactory connections) {
        this.connections = connections;
        connections.setCallTimeout(PATIENCE.toMillis());
        connections.setReconnectAttempts(0);
    }

    /** Whether the broker has written it, or refused to in time. */
    boolean isAnswered() {
        try (JMSContext context = connections.createContext()) {
            context.createProducer()
                    .setDeliveryMode(DeliveryMode.PERSISTENT)
                    .setProperty(SyncQueues.CONTROL_KEY, "probe")
                    .send(context.createQueue(SyncQueues.CONTROL), "");
            return true;
        } catch (JMSRuntimeException e) {
            return isRefusal(e);
        }
    }

    private static boolean isRefusal(JMSRuntimeException e) {
        Throwable cause = e.getCause() instanceof JMSException jms ? jms.getCause() : e.getCause();
        return cause instanceof ActiveMQException told
                && (told.getType() == ActiveMQExceptionType.IO_ERROR
                        || told.getType() == ActiveMQExceptionType.ADDRESS_FULL);
    }
}
