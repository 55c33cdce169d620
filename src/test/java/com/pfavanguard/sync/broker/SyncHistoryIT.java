package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessageCreator;

/** What the ring queue {@code sync.history} keeps, and what a STOMP reader such as the gateway sees of it. */
class SyncHistoryIT {

    private static final Destination ORG_RIO = new ActiveMQTopic("sync.org-rio");

    @TempDir
    Path dataDirectory;

    private TestBroker broker;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.openIn(dataDirectory, new History(50, Duration.ofMinutes(10)));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void isReplayedToEveryReaderInOneOrderAndThenGoesOnLive() throws Exception {
        publish("1", "2", "3");

        try (StompSocket first = broker.readHistory();
                StompSocket second = broker.readHistory()) {
            assertThat(read(first, 3)).containsExactly("1", "2", "3");
            assertThat(read(second, 3)).containsExactly("1", "2", "3");

            publish("4");

            assertThat(read(first, 1)).containsExactly("4");
            assertThat(read(second, 1)).containsExactly("4");
        }
    }

    @Test
    void survivesAStopAndAStart() throws Exception {
        publish("before");

        broker.stop();
        broker.start();

        publish("after");
        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void forgetsTheOldestEventsBeyondItsSize() throws Exception {
        publish(numbers(0, 120));

        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 50)).containsExactly(numbers(70, 120));

            publish("next");

            assertThat(read(reader, 1)).containsExactly("next");
        }
    }

    @Test
    void keepsItsSizeAcrossAStopAndAStart() throws Exception {
        publish(numbers(0, 60));

        broker.stop();
        broker.start();

        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 50)).containsExactly(numbers(10, 60));
        }
    }

    @Test
    void keepsAnEventForTheWholeRetentionWhateverItsProducersTimeToLive() throws Exception {
        JmsTemplate hasty = new JmsTemplate(broker.connectionFactory());
        hasty.setExplicitQosEnabled(true);
        hasty.setTimeToLive(1);
        hasty.send(ORG_RIO, text("by JMS"));
        send("/topic/sync.org-rio", "expires:5\n", "by STOMP");
        publish("last");

        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 3)).containsExactly("by JMS", "by STOMP", "last");
        }
    }

    @Test
    void neverTellsAReaderTheSameEventTwiceBecauseAnotherOneExpired() throws Exception {
        try (StompSocket reader = broker.readHistory()) {
            publish("1", "2");
            assertThat(read(reader, 2)).containsExactly("1", "2");

            send("/topic/sync.org-rio", "expires:5\n", "3");
            publish("4");

            assertThat(read(reader, 2)).containsExactly("3", "4");
        }
    }

    @Test
    void survivesReadersThatAreCutOffInTheMiddle() throws Exception {
        publish(numbers(0, 20));

        // By default Artemis gives a message up after ten deliveries without an acknowledgement.
        for (int i = 0; i < 12; i++) {
            try (StompSocket cutOff =
                    StompSocket.connectedTo(broker.stompPort()).subscribeToHistory("client")) {
                read(cutOff, 1);
            }
            await().until(() -> broker.stompConnections() == 0);
        }
        broker.stop();
        broker.start();

        publish("last");
        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 20)).containsExactly(numbers(0, 20));
            assertThat(read(reader, 1)).containsExactly("last");
        }
    }

    @Test
    void goesOnAfterMessagesThatAreNoText() throws Exception {
        try (StompSocket reader = broker.readHistory()) {
            jms(new ActiveMQTopic("sync.org-rio"), SyncHistoryIT::map);
            jms(ORG_RIO, session -> session.createObjectMessage(new ArrayList<>(List.of("x"))));
            jms(ORG_RIO, SyncHistoryIT::bytes);
            jms(ORG_RIO, Session::createMessage);
            jms(ORG_RIO, SyncHistoryIT::stream);
            jms(ORG_RIO, session -> session.createTextMessage("x".repeat(1_000_000)));
            publish("still here");

            assertThat(readUntil(reader, "still here"))
                    .extracting(frame -> frame.header("destination"))
                    .containsOnly("sync.org-rio");
        }
        try (StompSocket laterReader = broker.readHistory()) {
            assertThat(readUntil(laterReader, "still here")).isNotEmpty();
        }
    }

    @Test
    void isNotConfusedByTextThatLooksLikeAFrame() throws Exception {
        String forgery = "{}\0MESSAGE\ndestination:sync.org-andes\nsubscription:history\n\n{}\0";

        try (StompSocket reader = broker.readHistory()) {
            publish(forgery, "next");

            assertThat(read(reader, 2)).containsExactly(forgery, "next");
        }
    }

    @Test
    void namesTheBrokersOwnHeadersFirstWhateverAProducerSets() throws Exception {
        try (StompSocket reader = broker.readHistory()) {
            jms(ORG_RIO, session -> {
                Message forged = session.createTextMessage("forged");
                forged.setStringProperty("destination", "sync.org-andes");
                forged.setStringProperty("subscription", "another");
                return forged;
            });
            send("/topic/sync.org-rio", "message-id:7\nsubscription:another\ningress-timestamp:1\n", "too");

            for (Frame frame : readUntil(reader, "too")) {
                assertThat(frame.header("destination")).endsWith("sync.org-rio");
                assertThat(frame.header("subscription")).isEqualTo("history");
                assertThat(frame.header("message-id")).matches("\\d+,\\d+");
                assertThat(frame.header("ingress-timestamp")).hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    void holdsAnOrganizationThatIsCalledHistory() throws Exception {
        Destination orgHistory = new ActiveMQTopic("sync.history");

        try (StompSocket reader = broker.readHistory();
                StompSocket subscriber = StompSocket.connectedTo(broker.stompPort())) {
            subscriber.send("SUBSCRIBE\nid:1\ndestination:/topic/sync.history\nreceipt:1\n\n");
            assertThat(subscriber.read().command()).isEqualTo("RECEIPT");
            jms(ORG_RIO, text("rio's"));
            jms(orgHistory, text("history's by JMS"));
            send("/topic/sync.history", "", "history's by STOMP");

            assertThat(read(subscriber, 2)).containsExactly("history's by JMS", "history's by STOMP");
            assertThat(read(reader, 3)).containsExactly("rio's", "history's by JMS", "history's by STOMP");
        }
    }

    @Test
    void isReachedByTopicProducersThoughAJmsProducerTakesTheAddressForAQueues() throws Exception {
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> jms(new ActiveMQQueue("sync.org-rio"), text("sent to a queue")));
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> new JmsTemplate(broker.connectionFactory())
                        .convertAndSend("sync.org-rio", "sent without pubSubDomain"));

        publish("by JMS");
        send("/topic/sync.org-rio", "", "by STOMP");

        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 2)).containsExactly("by JMS", "by STOMP");
        }
    }

    @Test
    void isReachedByTopicProducersThoughAStompClientTakesTheAddressForAQueues() throws Exception {
        try (StompSocket sender = StompSocket.connectedTo(broker.stompPort());
                StompSocket subscriber = StompSocket.connectedTo(broker.stompPort())) {
            assertThat(sender.sendWithReceipt("/queue/sync.org-rio", "", "x").command())
                    .isEqualTo("ERROR");
            subscriber.send("SUBSCRIBE\nid:1\ndestination:/queue/sync.org-rio\nreceipt:1\n\n");
            assertThat(subscriber.read().command()).isEqualTo("ERROR");
        }

        publish("by JMS");
        send("/topic/sync.org-rio", "", "by STOMP");

        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 2)).containsExactly("by JMS", "by STOMP");
        }
    }

    @Test
    void keepsTheOrderAndDropsTheOldestWhateverPriorityOrDelayAProducerAsksFor() throws Exception {
        publish(numbers(0, 50));
        JmsTemplate urgent = new JmsTemplate(broker.connectionFactory());
        urgent.setExplicitQosEnabled(true);
        urgent.setPriority(9);
        JmsTemplate later = new JmsTemplate(broker.connectionFactory());
        later.setExplicitQosEnabled(true);
        later.setDeliveryDelay(Duration.ofHours(1).toMillis());

        try (StompSocket reader = broker.readHistory()) {
            read(reader, 50);
            urgent.send(ORG_RIO, text("urgent"));
            send("/topic/sync.org-rio", "priority:0\n", "idle");
            later.send(ORG_RIO, text("later"));
            publish("last");

            assertThat(read(reader, 4)).containsExactly("urgent", "idle", "later", "last");
        }
        broker.stop();
        broker.start();
        try (StompSocket reader = broker.readHistory()) {
            assertThat(read(reader, 50)).startsWith("4", "5").endsWith("urgent", "idle", "later", "last");
        }
    }

    @Test
    void isReadAsAWholeByEveryReaderWhateverGroupAProducerNames() throws Exception {
        try (StompSocket first = broker.readHistory();
                StompSocket second = broker.readHistory()) {
            for (int i = 0; i < 4; i++) {
                String text = "grouped " + i;
                jms(ORG_RIO, session -> {
                    Message message = session.createTextMessage(text);
                    message.setStringProperty("JMSXGroupID", "one group");
                    return message;
                });
            }
            publish("last");

            assertThat(read(first, 5)).startsWith("grouped 0").endsWith("last");
            assertThat(read(second, 5)).startsWith("grouped 0").endsWith("last");
        }
    }

    private void publish(String... texts) {
        for (String text : texts) {
            jms(ORG_RIO, text(text));
        }
    }

    private void jms(Destination destination, MessageCreator message) {
        new JmsTemplate(broker.connectionFactory()).send(destination, message);
    }

    private void send(String destination, String headers, String body) throws IOException {
        try (StompSocket stomp = StompSocket.connectedTo(broker.stompPort())) {
            assertThat(stomp.sendWithReceipt(destination, "persistent:true\n" + headers, body)
                            .command())
                    .isEqualTo("RECEIPT");
        }
    }

    private static MessageCreator text(String text) {
        return session -> session.createTextMessage(text);
    }

    private static Message map(Session session) throws JMSException {
        MapMessage map = session.createMapMessage();
        map.setString("type", "SYNC_QUEUED");
        map.setInt("retryCount", 1);
        return map;
    }

    private static Message bytes(Session session) throws JMSException {
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {0, '\n', 0, 1, (byte) 0xff});
        return bytes;
    }

    /** Its body reads as a text of 2 GB. */
    private static Message stream(Session session) throws JMSException {
        StreamMessage stream = session.createStreamMessage();
        stream.writeInt(Integer.MAX_VALUE);
        return stream;
    }

    private static List<String> read(StompSocket reader, int count) throws IOException {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(reader.read().text());
        }
        return texts;
    }

    private static List<Frame> readUntil(StompSocket reader, String text) throws IOException {
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(reader.read());
        } while (!frames.get(frames.size() - 1).text().equals(text));
        return frames;
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
    }
}
