package com.pfavanguard.sync.messaging;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.Watch;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Shares entries with all processes in a queue that is read without being emptied. Each process reads it from the
 * start, and again after every loss of its connection, so readers must accept an entry twice. Only the last entry of
 * each key is kept.
 */
public final class ControlLog {

    private static final Logger log = LoggerFactory.getLogger(ControlLog.class);

    private static final Duration STILL_FOR = Duration.ofMinutes(2);
    private static final Duration REMOVED_WITHIN = Duration.ofSeconds(1);

    private final ConnectionFactory connectionFactory;
    private final String queue;
    private final String thread;
    private final JmsTemplate jms;
    private @Nullable Following container;

    /**
     * The log of revoked tokens.
     *
     * @param connectionFactory a pooling or caching one
     */
    public ControlLog(ConnectionFactory connectionFactory) {
        this(connectionFactory, SyncQueues.CONTROL, "control-log");
    }

    /**
     * @param queue a last-value queue with the key {@link SyncQueues#CONTROL_KEY}
     * @param thread name of the thread that reads it
     */
    ControlLog(ConnectionFactory connectionFactory, String queue, String thread) {
        this.connectionFactory = connectionFactory;
        this.queue = queue;
        this.thread = thread;
        this.jms = new JmsTemplate(connectionFactory);
    }

    /**
     * Writes an entry, replacing the one with the same key. When this returns, the broker has it on disk.
     *
     * @param keep how long it is of interest; zero for ever
     * @throws org.springframework.jms.JmsException if the broker cannot be reached or refuses it
     */
    public void append(String key, String entry, Duration keep) {
        send(key, entry, true, keep);
    }

    /**
     * Removes an entry by replacing it with an empty one that soon expires; this needs only the permission to send.
     *
     * @throws org.springframework.jms.JmsException if the broker cannot be reached or refuses it
     */
    public void remove(String key) {
        send(key, "", false, REMOVED_WITHIN);
    }

    private void send(String key, String entry, boolean durable, Duration keep) {
        JmsTemplate sender = new JmsTemplate(connectionFactory);
        sender.setExplicitQosEnabled(true);
        sender.setDeliveryPersistent(durable);
        sender.setTimeToLive(keep.toMillis());
        sender.send(queue, session -> {
            TextMessage message = session.createTextMessage(entry);
            message.setStringProperty(SyncQueues.CONTROL_KEY, key);
            return message;
        });
    }

    /**
     * Reads all entries once.
     *
     * @throws org.springframework.jms.JmsException if the broker cannot be reached or refuses it
     */
    public void read(Consumer<String> reader) {
        jms.browse(queue, (session, browser) -> {
            for (Object message : Collections.list(browser.getEnumeration())) {
                hand((Message) message, reader);
            }
            return null;
        });
    }

    /** Reads all entries and then each new one, until {@link #stop}; waits for a broker that is away. */
    public synchronized void follow(Consumer<String> reader) {
        if (container != null) {
            return;
        }
        Following following = new Following(thread, queue);
        following.setConnectionFactory(connectionFactory);
        following.setDestinationName(queue);
        following.setCacheLevel(DefaultMessageListenerContainer.CACHE_CONSUMER);
        following.setBeanName(thread);
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(5_000);
        following.setBackOff(backOff);
        following.setMessageListener((jakarta.jms.MessageListener) message -> hand(message, reader));
        following.afterPropertiesSet();
        following.start();
        container = following;
    }

    // An unreadable entry must not stop the others from being read.
    private void hand(Message message, Consumer<String> reader) {
        try {
            if (message instanceof TextMessage text
                    && text.getText() != null
                    && !text.getText().isEmpty()) {
                reader.accept(text.getText());
            }
        } catch (JMSException | MessageConversionException | IllegalArgumentException e) {
            log.warn("Skipped an entry of {}: {}", queue, e.getMessage());
        }
    }

    /**
     * Reads until it is shut down, and reports to the watchdog about once a second. Says once that it waits for the broker:
     * Spring's own lines about that, an ERROR for each attempt, are switched off in application.yaml.
     */
    private static final class Following extends DefaultMessageListenerContainer {

        private final String thread;
        private final String queue;
        private final Watch watch;
        private volatile boolean waits;

        Following(String thread, String queue) {
            this.thread = thread;
            this.queue = queue;
            this.watch = Vital.watch(thread, STILL_FOR);
        }

        @Override
        protected @Nullable Message receiveMessage(MessageConsumer consumer) throws JMSException {
            Message message = super.receiveMessage(consumer);
            watch.moved();
            waits = false;
            return message;
        }

        @Override
        protected void handleListenerSetupFailure(Throwable e, boolean alreadyRecovered) {
            super.handleListenerSetupFailure(e, alreadyRecovered);
            if (!waits && isRunning()) {
                waits = true;
                log.info("Reading {} waits until the broker can be read: {}", queue, e.getMessage());
            }
        }

        @Override
        protected boolean applyBackOffTime(BackOffExecution execution) {
            watch.moved();
            return super.applyBackOffTime(execution);
        }

        @Override
        protected void handleListenerException(Throwable e) {
            if (isActive()) {
                Vital.failed(thread, e);
            } else {
                super.handleListenerException(e);
            }
        }

        @Override
        public void shutdown() {
            watch.close();
            super.shutdown();
        }
    }

    public synchronized void stop() {
        if (container != null) {
            container.shutdown();
            container = null;
        }
    }

    public synchronized boolean isRunning() {
        return container != null;
    }
}
