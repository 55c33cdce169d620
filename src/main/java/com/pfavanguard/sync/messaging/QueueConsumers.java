package com.pfavanguard.sync.messaging;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * A number of threads that take messages from one queue, each in a transaction of its own: what the listener sends and
 * publishes commits together with its message, and when it throws the message goes back. May be started again after a
 * stop.
 *
 * <p>A consumer lives for one message only. While it does, the broker gives the message's group to nobody else; and a
 * consumer that keeps its message for long holds up no group it once had.
 */
public final class QueueConsumers {

    private static final Logger log = LoggerFactory.getLogger(QueueConsumers.class);

    // How long an idle consumer lives, and so how long a stop or a change of selector can take to be noticed.
    private static final Duration RECEIVE_TIME = Duration.ofSeconds(2);

    private final ConnectionFactory connectionFactory;
    private final String queue;
    private final int count;
    private final Consumer<QueueMessage> listener;

    private Selector selector = Selector.ALL;
    private @Nullable DefaultMessageListenerContainer container;
    private @Nullable ExecutorService threads;

    QueueConsumers(ConnectionFactory connectionFactory, String queue, int count, Consumer<QueueMessage> listener) {
        this.connectionFactory = connectionFactory;
        this.queue = queue;
        this.count = count;
        this.listener = listener;
    }

    public synchronized boolean isRunning() {
        return container != null;
    }

    public synchronized void start() {
        if (container != null) {
            return;
        }
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, queue + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        container = container(threads);
        container.start();
    }

    private DefaultMessageListenerContainer container(ExecutorService threads) {
        DefaultMessageListenerContainer starting = new Container();
        starting.setConnectionFactory(connectionFactory);
        starting.setDestinationName(queue);
        starting.setMessageSelector(selector.expression());
        starting.setSessionTransacted(true);
        starting.setCacheLevel(DefaultMessageListenerContainer.CACHE_SESSION);
        starting.setConcurrentConsumers(count);
        starting.setMaxMessagesPerTask(-1);
        starting.setReceiveTimeout(RECEIVE_TIME.toMillis());
        // Otherwise one consumer after another refuses what it gets while it stops, and ten refusals are the end of a
        // message. The listener knows that it stops, and what to do about it.
        starting.setAcceptMessagesWhileStopping(true);
        starting.setTaskExecutor(threads::execute);
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(5_000);
        starting.setBackOff(backOff);
        starting.setErrorHandler(this::wentWrong);
        starting.setMessageListener(
                (SessionAwareMessageListener<Message>) (message, session) -> handle(message, session));
        starting.afterPropertiesSet();
        return starting;
    }

    private void wentWrong(Throwable e) {
        if (e instanceof JmsException || e instanceof JMSException || e instanceof SyncEventPublishException) {
            log.warn(
                    "A message of {} goes back to its queue, the broker did not play along: {}", queue, e.getMessage());
        } else {
            log.error("A message of {} goes back to its queue", queue, e);
        }
    }

    private void handle(Message message, Session session) throws JMSException {
        listener.accept(JmsQueueMessages.fromJms(message));
    }

    /** From now on only these messages; noticed within two seconds. */
    public synchronized void select(Selector selector) {
        this.selector = selector;
        if (container != null) {
            container.setMessageSelector(selector.expression());
        }
    }

    /**
     * Takes no more messages and waits for those in hand.
     *
     * @param patience after that long their threads are interrupted
     */
    public synchronized void stop(Duration patience) {
        DefaultMessageListenerContainer stopping = container;
        ExecutorService workers = threads;
        container = null;
        threads = null;
        if (stopping == null || workers == null) {
            return;
        }
        Thread hurry = new Thread(() -> interruptAfter(patience, workers), queue + "-stop");
        hurry.setDaemon(true);
        hurry.start();
        stopping.shutdown();
        hurry.interrupt();
        workers.shutdownNow();
    }

    private void interruptAfter(Duration patience, ExecutorService workers) {
        try {
            TimeUnit.NANOSECONDS.sleep(patience.toNanos());
            log.warn("Messages of {} are still in hand after {}; they go back to the queue", queue, patience);
            workers.shutdownNow();
        } catch (InterruptedException e) {
            // All consumers have stopped by themselves.
        }
    }

    /** Tells {@link AfterCommit} how each message's transaction has ended. */
    private static final class Container extends DefaultMessageListenerContainer {

        @Override
        protected void doExecuteListener(Session session, Message message) throws JMSException {
            AfterCommit.<Boolean, JMSException>of(() -> {
                super.doExecuteListener(session, message);
                return true;
            });
        }
    }
}
