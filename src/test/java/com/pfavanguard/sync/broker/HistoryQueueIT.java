package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

/** What a gateway learns about the history over a second connection, beside its link. */
class HistoryQueueIT {

    private static final History TEN = new History(10, Duration.ofMinutes(10));

    private static void publish(TestBroker broker, int events, int priority) {
        JmsTemplate producer = new JmsTemplate(broker.connectionFactory());
        producer.setExplicitQosEnabled(true);
        producer.setPriority(priority);
        for (int i = 0; i < events; i++) {
            producer.send(new ActiveMQTopic("sync.org-rio"), session -> session.createTextMessage("x"));
        }
    }

    private static long number(StompSocket reader) throws IOException {
        return Long.parseLong(reader.read().header("message-id").split(",")[1]);
    }

    @Test
    void theOldestMessageIsTheOneThatTheRingDropsNext(@TempDir Path data) throws Exception {
        try (TestBroker broker = TestBroker.startedIn(data, TEN);
                StompSocket reader = broker.readHistory();
                HistoryQueue.Look look = broker.historyQueue().connect()) {
            assertThat(look.oldest()).isEmpty();

            publish(broker, 10, 4);
            long first = number(reader);
            long second = number(reader);
            assertThat(look.oldest()).isEqualTo(OptionalLong.of(first));

            publish(broker, 1, 4);
            for (int i = 2; i < 11; i++) {
                number(reader);
            }
            assertThat(look.oldest()).isEqualTo(OptionalLong.of(second));
        }
    }

    /** An empty answer would be taken for a gap, and all clients would be told of it. */
    @RepeatedTest(5)
    void aBrokerThatStopsDuringALookGivesAnErrorAndNoEmptyHistory(@TempDir Path data) throws Exception {
        try (TestBroker broker = TestBroker.startedIn(data, TEN);
                HistoryQueue.Look look = broker.historyQueue().connect()) {
            publish(broker, 1, 4);
            CountDownLatch looking = new CountDownLatch(1);
            CompletableFuture<Boolean> empty = CompletableFuture.supplyAsync(() -> {
                try {
                    while (look.oldest().isPresent()) {
                        looking.countDown();
                    }
                    return true;
                } catch (IOException e) {
                    return false;
                }
            });
            looking.await();

            broker.stop();

            assertThat(empty).succeedsWithin(WireClient.PATIENCE).isEqualTo(false);
        }
    }

    @Test
    void whatTheBrokerStillHasCountsThoughThisMachinesClockSaysItHasExpired(@TempDir Path data) throws Exception {
        // The broker looks for what has expired every half a minute.
        try (TestBroker broker = TestBroker.startedIn(data, new History(10, Duration.ofMillis(1)));
                HistoryQueue.Look look = broker.historyQueue().connect()) {
            publish(broker, 1, 4);
            long sent = System.currentTimeMillis();
            Awaitility.await().until(() -> System.currentTimeMillis() > sent + 5);

            assertThat(look.oldest()).isPresent();
        }
    }

    @Test
    void theDataKeepTheirNameAcrossARestartAndNewDataGetAnother(@TempDir Path data, @TempDir Path other)
            throws Exception {
        String name;
        try (TestBroker broker = TestBroker.startedIn(data, TEN)) {
            name = dataId(broker.historyQueue());
            broker.stop();
            broker.start();
            assertThat(dataId(broker.historyQueue())).isEqualTo(name);
            assertThat(dataId(new CoreHistoryQueue(() -> new ActiveMQConnectionFactory(
                            "tcp://127.0.0.1:" + broker.jmsPort(),
                            TestLogin.GATEWAY,
                            TestLogin.passwordOf(TestLogin.GATEWAY)))))
                    .isEqualTo(name);
        }
        try (TestBroker broker = TestBroker.startedIn(other, TEN)) {
            assertThat(dataId(broker.historyQueue())).isNotEqualTo(name);
        }
    }

    private static String dataId(HistoryQueue queue) throws IOException {
        try (HistoryQueue.Look look = queue.connect()) {
            Awaitility.await().until(() -> look.dataId() != null);
            return String.valueOf(look.dataId());
        }
    }
}
