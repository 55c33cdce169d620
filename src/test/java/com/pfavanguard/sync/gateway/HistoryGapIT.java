package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.PausableProxy;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

/**
 * Checks that clients are told when the broker drops events before the gateway reads them, or loses them afterwards.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryGapIT {

    private static final int RING = 200;

    @TempDir
    private static Path shared;

    private static TestGateway owner;
    private static PausableProxy proxy;

    /** Reads the owner's broker through the proxy. */
    private static TestGateway gateway;

    private static boolean isGap(String message) {
        return message.contains("CONNECTED") && message.contains("\"recovered\":false");
    }

    private static boolean recovers(TestGateway gateway, String organizationId, String position) {
        try (WireClient back = WireClient.open(gateway.webSocket(organizationId + "?lastEventId=" + position))) {
            return back.nextJson().get("recovered").booleanValue();
        }
    }

    private static String event(String organizationId, String pfaId, String eventId) {
        return """
                {"type":"SYNC_PROCESSING","eventId":"%s","pfaId":"%s","organizationId":"%s",\
                "timestamp":"2026-03-04T09:15:03.511Z"}""".formatted(eventId, pfaId, organizationId);
    }

    @BeforeAll
    static void start() throws Exception {
        String size = "--sync.broker.history.size=" + RING;
        owner = TestGateway.start(shared, size);
        proxy = new PausableProxy(owner.stompPort());
        gateway = TestGateway.external(proxy.port(), owner.jmsPort(), size);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        proxy.close();
        owner.close();
    }

    /** First: the other tests overrun the history, which is told up to seconds later, to clients of any test. */
    @Test
    @Order(1)
    void aGatewayThatIsBehindWaitsForThePositionOfAClientThatComesFromAnotherOne() {
        String position;
        try (WireClient client = WireClient.json(owner, "org-moving")) {
            proxy.pause();
            position = owner.publish("org-moving", "PFA-1");
            assertThat(client.next()).contains(position);
        }
        try (WireClient moved = WireClient.open(gateway.webSocket("org-moving?lastEventId=" + position));
                WireClient bystander = WireClient.open(gateway.webSocket("org-moving"))) {
            assertThat(bystander.nextJson().has("recovered")).isFalse();
            assertThat(moved.received()).isEmpty();

            proxy.resume();

            assertThat(moved.nextJson().get("recovered").booleanValue()).isTrue();
            String next = owner.publish("org-moving", "PFA-2");
            assertThat(moved.next()).contains(next);
        }
        assertThat(recovers(gateway, "org-moving", "made-up")).isFalse();
    }

    @Test
    void aRingThatOvertakesItsReaderIsToldInMidStream() {
        try (WireClient client = WireClient.json(gateway, "org-paused")) {
            Awaitility.await()
                    .until(() ->
                            gateway.bean(BrokerLinkStatus.class).unwatched().isEmpty());
            String before = owner.publish("org-paused", "PFA-before");
            assertThat(client.next()).contains(before);
            assertThat(recovers(gateway, "org-paused", before)).isTrue();

            proxy.pause();
            flood(owner, "org-paused", 8_000);
            proxy.resume();

            List<String> heard = new ArrayList<>();
            do {
                heard.add(client.next());
            } while (!isGap(heard.get(heard.size() - 1)));
            assertThat(heard).hasSizeLessThan(8_000);
            assertThat(recovers(gateway, "org-paused", before)).isFalse();
            for (String message : heard) {
                if (message.contains("\"flood-")) {
                    assertThat(recovers(gateway, "org-paused", eventId(message)))
                            .isFalse();
                    break;
                }
            }
            assertThat(gateway.counter("sync.gateway.gaps", "cause", "unread")).isPositive();

            // And goes on: from what comes once it has caught up, clients come back as ever.
            Awaitility.await().atMost(WireClient.PATIENCE).until(() -> {
                String after = owner.publish("org-paused", "PFA-after");
                while (!client.next().contains(after)) {}
                return recovers(gateway, "org-paused", after);
            });
        }
    }

    private static void flood(TestGateway owner, String organizationId, int events) {
        JmsTemplate producer = new JmsTemplate(owner.bean(ConnectionFactory.class));
        producer.execute(session -> {
            var sender = session.createProducer(new ActiveMQTopic("sync." + organizationId));
            sender.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            for (int i = 0; i < events; i++) {
                sender.send(session.createTextMessage(event(organizationId, "PFA-" + i, "flood-" + i)));
            }
            return null;
        });
    }

    private static String eventId(String message) {
        return message.replaceAll("(?s).*\"eventId\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void aJournalThatLostItsTailIsNoRecovery(@TempDir Path data) throws Exception {
        TestGateway damaged = TestGateway.start(data);
        try (StompProducer producer = new StompProducer(damaged.stompPort());
                WireClient client = WireClient.json(damaged, "org-tail")) {
            for (int i = 100; i < 160; i++) {
                producer.sendText(
                        "/topic/sync.org-tail", event("org-tail", "PFA-" + i, "tail-" + i), "persistent:true");
                client.next();
            }
        }
        damaged.restart();
        assertThat(recovers(damaged, "org-tail", "tail-110")).isTrue();
        damaged.close();

        cut(data.resolve("journal"), "tail-140");

        try (TestGateway again = TestGateway.startAt(damaged.stompPort(), damaged.jmsPort(), data)) {
            assertThat(recovers(again, "org-tail", "tail-110")).isFalse();
            assertThat(recovers(again, "org-tail", "tail-130")).isFalse();
            assertThat(again.counter("sync.gateway.gaps", "cause", "lost")).isEqualTo(1);
            String next = again.publish("org-tail", "PFA-next");
            Awaitility.await().until(() -> recovers(again, "org-tail", next));
        }
    }

    /** Overwrites all that was written to the journal behind the first appearance of the text, which it holds as UTF-16. */
    private static void cut(Path journal, String text) throws IOException {
        try (var files = Files.list(journal)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".amq")).toList()) {
                byte[] content = Files.readAllBytes(file);
                int at = new String(content, StandardCharsets.ISO_8859_1)
                        .indexOf(new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
                if (at > 0) {
                    Arrays.fill(content, at - 100, content.length, (byte) 0);
                    Files.write(file, content);
                    return;
                }
            }
        }
        throw new AssertionError("The journal does not hold " + text);
    }
}
