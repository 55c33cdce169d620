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
 * Makes the embedded broker write something, which shows whether its journal still works: a broker does not report
 * that one of its journal threads has ended, and then every producer waits. It writes an empty entry that replaces the
 * last one; readers ignore it.
 */
class BrokerProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ActiveMQConnectionFactory connections;

    /**
     * @param connections for this probe alone; its settings are changed
     */
    BrokerProbe(ActiveMQConnectionFactory connections) {
        this.connections = connections;
        connections.setCallTimeout(PATIENCE.toMillis());
        connections.setReconnectAttempts(0);
    }

    /** Returns whether the broker has written the entry, or refused it, in time. */
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
