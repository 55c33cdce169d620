package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import jakarta.jms.Session;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

/**
 * Faults Artemis has had in what we build on: ring, non-destructive and last-value queues, expiry, STOMP. All are mended
 * in our version; each is played again on the embedded broker as we configure it, so that a version in which one is back
 * does not get in. Those that never touched us are listed in decision 0034.
 */
class OldBrokerFaultsIT {

    private static final int RING = 50;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();

    @TempDir
    Path data;

    private EmbeddedActiveMQ broker;
    private CachingConnectionFactory connections;

    @BeforeEach
    void start() throws Exception {
        startWith(new History(RING, Duration.ofMinutes(10)));
    }

    /** Again, on the same data. */
    private void startWith(History history) throws Exception {
        if (broker != null) {
            stop();
        }
        Configuration configuration = EmbeddedBrokerConfiguration.of(
                TestBroker.properties(data, stompPort, jmsPort, history), 7_000 + stompPort);
        configuration.setSecurityEnabled(false);
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        connections = new CachingConnectionFactory(new ActiveMQConnectionFactory("vm://" + (7_000 + stompPort)));
        connections.setSessionCacheSize(20);
    }

    @AfterEach
    void stop() throws Exception {
        connections.destroy();
        broker.stop();
    }

    private ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    // Counts the messages themselves. Artemis's own figure goes on counting a message that the ring dropped while a
    // reader was receiving it (decision 0034).
    private int count(String queue) {
        try (LinkedListIterator<MessageReference> messages =
                server().locateQueue(queue).iterator()) {
            int count = 0;
            while (messages.hasNext()) {
                messages.next();
                count++;
            }
            return count;
        }
    }

    private void awaitHistoryOf(int size) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(count(StompBroker.HISTORY_QUEUE)).isEqualTo(size));
    }

    private void publish(String... texts) {
        JmsTemplate jms = new JmsTemplate(connections);
        for (String text : texts) {
            jms.convertAndSend(new ActiveMQTopic("sync.org-rio"), text);
        }
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private StompSocket reader() throws IOException {
        return StompSocket.connectedTo(stompPort).subscribeToHistory();
    }

    private static List<String> read(StompSocket reader, int count) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(reader.read().text());
        }
        return texts;
    }

    /** Producers that sent at once left more messages in a ring than it may hold. */
    @Test
    void artemis2489TheRingKeepsItsSizeWhateverManyProducersSendAtOnce() throws Exception {
        ExecutorService producers = Executors.newFixedThreadPool(8);
        try (StompSocket live = reader()) {
            List<Future<?>> sending = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "p" + i + "-";
                sending.add(producers.submit(() -> IntStream.range(0, 100).forEach(n -> publish(name + n))));
            }
            for (Future<?> each : sending) {
                each.get();
            }

            awaitHistoryOf(RING);
            publish("last");
            assertThat(readUntil(live, "last")).doesNotHaveDuplicates();
        } finally {
            producers.shutdownNow();
        }
        try (StompSocket late = reader()) {
            List<String> kept = read(late, RING);
            assertThat(kept).doesNotHaveDuplicates().endsWith("last");
            publish("next");
            assertThat(read(late, 1)).containsExactly("next");
        }
        awaitHistoryOf(RING);
    }

    private static List<String> readUntil(StompSocket reader, String last) throws IOException {
        List<String> texts = new ArrayList<>();
        do {
            texts.add(reader.read().text());
        } while (!texts.get(texts.size() - 1).equals(last));
        return texts;
    }

    /** What had expired stayed in a non-destructive queue once it had been delivered. */
    @Test
    void artemis2478WhatHasExpiredLeavesTheHistoryThoughReadersHadIt() throws Exception {
        startWith(new History(RING, Duration.ofMillis(300)));
        try (StompSocket earlier = reader()) {
            publish("1", "2", "3");
            assertThat(read(earlier, 3)).containsExactly("1", "2", "3");

            await().atMost(LONG).until(() -> {
                // A new reader has the broker look at the old messages, which it does every 30 s by itself.
                reader().close();
                return count(StompBroker.HISTORY_QUEUE) == 0;
            });

            publish("4");
            assertThat(read(earlier, 1)).as("neither again nor left out").containsExactly("4");
        }
    }

    /** An update of a ring queue kept the old size. We change it by the settings, at a start. */
    @Test
    void artemis3438ASizeSetAnewHoldsForTheQueueThatIsThere() throws Exception {
        publish(numbers(0, RING));

        startWith(new History(2 * RING, Duration.ofMinutes(10)));
        publish(numbers(RING, 2 * RING));
        awaitHistoryOf(2 * RING);

        startWith(new History(10, Duration.ofMinutes(10)));
        publish("last");
        assertThat(server().locateQueue(StompBroker.HISTORY_QUEUE).getRingSize())
                .isEqualTo(10);
        try (StompSocket reader = reader()) {
            assertThat(readUntil(reader, "last")).endsWith(String.valueOf(2 * RING - 1), "last");
        }
    }

    /** A consumer that had a key's first value was not given the next one. */
    @Test
    void artemis2843AReaderOfALastValueQueueHearsEachNewValue() throws Exception {
        ControlLog log = new ControlLog(connections);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        log.follow(heard::add);
        try {
            for (int i = 1; i <= 20; i++) {
                String value = "A" + i;
                log.append("key-a", value, Duration.ofDays(1));
                await().atMost(LONG).until(() -> heard.contains(value));
            }
            log.append("key-b", "B", Duration.ofDays(1));
            await().atMost(LONG).until(() -> heard.contains("B"));
            assertThat(count(SyncQueues.CONTROL)).isEqualTo(2);
        } finally {
            log.stop();
        }

        startWith(new History(RING, Duration.ofMinutes(10)));

        ControlLog restarted = new ControlLog(connections);
        List<String> kept = new ArrayList<>();
        restarted.read(kept::add);
        assertThat(kept).containsExactlyInAnyOrder("A20", "B");
        Queue<String> heardAgain = new ConcurrentLinkedQueue<>();
        restarted.follow(heardAgain::add);
        try {
            await().atMost(LONG).until(() -> heardAgain.size() == 2);
            restarted.append("key-a", "A21", Duration.ofDays(1));
            await().atMost(LONG).until(() -> heardAgain.contains("A21"));
        } finally {
            restarted.stop();
        }
        assertThat(heardAgain).containsOnly("A20", "B", "A21");
    }

    /** A message without a body threw an exception in the broker's STOMP writer, and the reader got no more. */
    @Test
    void artemis4529AReaderGoesOnAfterAMessageWithoutABody() throws Exception {
        try (StompSocket reader = reader();
                ServerLocator locator = ActiveMQClient.createServerLocator("vm://" + (7_000 + stompPort));
                ClientSessionFactory sessions = locator.createSessionFactory();
                ClientSession session = sessions.createSession()) {
            new JmsTemplate(connections).send(new ActiveMQTopic("sync.org-rio"), Session::createMessage);
            session.createProducer("sync.org-rio").send(session.createMessage(true));
            publish("next");

            List<Frame> frames = List.of(reader.read(), reader.read(), reader.read());

            assertThat(frames).extracting(Frame::command).containsOnly("MESSAGE");
            assertThat(frames).extracting(Frame::text).containsExactly("", "", "next");
        }
    }

    /** What was written to a connection that was gone already counted as read, and was lost. */
    @Test
    void artemis2333ReadersThatVanishTakeNothingAlong() throws Exception {
        publish(numbers(0, 25));
        for (int i = 25; i < RING; i++) {
            // Closed with most of it unread, which resets the connection.
            try (StompSocket vanishing = reader()) {
                read(vanishing, 1);
                publish(String.valueOf(i));
            }
        }

        try (StompSocket reader = reader()) {
            assertThat(read(reader, RING)).containsExactly(numbers(0, RING));
        }
        awaitHistoryOf(RING);
    }

    /** A connection that broke as it began left its heart-beat behind, running for ever. */
    @Test
    void artemis5218BrokenConnectionsLeaveNoHeartBeatBehind() throws Exception {
        ScheduledThreadPoolExecutor timers = (ScheduledThreadPoolExecutor) server().getScheduledPool();
        heartBeatingUntilRefused();
        await().atMost(LONG).until(() -> stompConnections() == 0);
        int before = timers.getQueue().size();

        for (int i = 0; i < 40; i++) {
            heartBeatingUntilRefused();
        }

        await().atMost(LONG).until(() -> stompConnections() == 0);
        await().atMost(LONG).untilAsserted(() -> assertThat(timers.getQueue()).hasSizeLessThanOrEqualTo(before));
    }

    private long stompConnections() {
        return server().getRemotingService().getConnections().stream()
                .filter(connection -> connection.getProtocolName().equalsIgnoreCase("STOMP"))
                .count();
    }

    // Subscribes twice under one id, which ends the connection.
    private void heartBeatingUntilRefused() throws IOException {
        try (StompSocket stomp = StompSocket.heartBeating(stompPort, 500)) {
            stomp.subscribeToHistory().subscribeToHistory();
            Frame frame = stomp.read();
            while (!frame.command().equals("ERROR")) {
                frame = stomp.read();
            }
        } catch (EOFException | SocketException e) {
            // Cut off before the ERROR could be read, as good.
        }
    }
}
