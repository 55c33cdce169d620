package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Invalid events of other producers are counted by reason, logged once, never delivered, and never delay the next. */
@ExtendWith(OutputCaptureExtension.class)
class BadEventsIT {

    @TempDir
    static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(data);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String event(String replacing, String with) {
        return """
                {"type":"SYNC_SUCCESS","pfaId":"PFA-1","organizationId":"org-bad","timestamp":"2026-03-04T09:15:04.227Z","details":{"newVersion":8}}""".replace(replacing, with);
    }

    static Stream<Arguments> badEvents() {
        byte[] binary = new byte[500];
        new Random(7).nextBytes(binary);
        return Stream.of(
                Arguments.of("not-json", bytes("not json at all")),
                Arguments.of("not-json", bytes("")),
                Arguments.of("not-json", bytes("[1,2]")),
                Arguments.of("not-json", binary),
                Arguments.of(
                        "not-json",
                        bytes("x\0\nMESSAGE\nsubscription:s\ndestination:/topic/sync.org-bad\n\n" + event("a", "a")
                                + "\0")),
                Arguments.of("unknown-type", bytes(event("SYNC_SUCCESS", "SYNC_EXPLODED"))),
                Arguments.of("unknown-type", bytes(event("SYNC_SUCCESS", "CONNECTED"))),
                Arguments.of("missing-field", bytes(event("\"pfaId\":\"PFA-1\",", ""))),
                Arguments.of("missing-field", bytes(event(",\"details\":{\"newVersion\":8}", ""))),
                Arguments.of("invalid-field", bytes(event("8", "\"8\""))),
                Arguments.of("invalid-field", bytes(event("PFA-1", "<script>alert(1)</script>"))),
                Arguments.of("organization-mismatch", bytes(event("org-bad", "org-other"))),
                Arguments.of("forbidden-field", bytes(event("{\"newVersion\"", "{\"__proto__\":{},\"newVersion\""))),
                Arguments.of("too-large", bytes(event("PFA-1", "x".repeat(1_000_000)))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("badEvents")
    void aBadEventIsCountedLoggedAndSkipped(String reason, byte[] body, CapturedOutput output) {
        try (WireClient witness = WireClient.json(gateway, "org-bad");
                WireClient other = WireClient.json(gateway, "org-other");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            double before = rejected(reason);

            producer.sendBytes("/topic/sync.org-bad", body, "eventId:bad");
            gateway.publish("org-bad", "PFA-after");
            gateway.publish("org-other", "PFA-after-too");

            assertThat(witness.next()).contains("PFA-after");
            assertThat(other.next()).contains("PFA-after-too");
            assertThat(rejected(reason)).isEqualTo(before + 1);
            assertThat(output)
                    .containsOnlyOnce("Skipped a message that is no sync event")
                    .contains("(" + reason);
        }
    }

    @Test
    void aFloodOfBadEventsIsCountedInFullLoggedInPartAndHidesNoOtherOrganizations(CapturedOutput output) {
        try (WireClient witness = WireClient.json(gateway, "org-flood");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            double before = rejected("not-json");

            for (int i = 0; i < 100; i++) {
                producer.sendBytes("/topic/sync.org-flood", bytes("not json " + i));
            }
            producer.sendBytes("/topic/sync.org-beside", bytes("not json either"));
            producer.sendBytes("/topic/sync.org-flood", bytes(event("org-bad", "org-flood")));

            assertThat(witness.next()).contains("PFA-1");
            assertThat(rejected("not-json")).isEqualTo(before + 101);
            assertThat(linesOf("org-flood", output)).isBetween(1L, 10L);
            assertThat(linesOf("org-beside", output)).isEqualTo(1);
        }
    }

    private static long linesOf(String organizationId, CapturedOutput output) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains("Skipped a message") && line.contains("sync." + organizationId + ","))
                .count();
    }

    @Test
    void anAddressThatIsNoOrganizationsIsCounted(@TempDir Path data) {
        // A broker with its roles in place lets no producer get this far.
        try (TestGateway open = TestGateway.start(data, "--sync.broker.embedded.require-login=false");
                WireClient witness = WireClient.json(open, "org-bad");
                StompProducer producer = new StompProducer(open.stompPort())) {
            double before = open.counter("sync.gateway.events.rejected", "reason", "unknown-address");

            producer.sendText("/topic/sync.org-bad.more", event("a", "a"));
            producer.sendText("/topic/sync.gateway.marker", event("a", "a"));
            open.publish("org-bad", "PFA-after");

            assertThat(witness.next()).contains("PFA-after");
            assertThat(open.counter("sync.gateway.events.rejected", "reason", "unknown-address"))
                    .isEqualTo(before + 1);
        }
    }

    @Test
    void aLengthThatLiesCostsThatMessageOnly() {
        try (WireClient witness = WireClient.json(gateway, "org-bad");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            double before = rejected("malformed-frame");

            // Artemis reads by the last of the two and passes the first one on.
            producer.sendText("/topic/sync.org-bad", "", "content-length:900", "content-length:0");
            gateway.publish("org-bad", "PFA-after");

            assertThat(witness.next()).contains("PFA-after");
            assertThat(rejected("malformed-frame")).isEqualTo(before + 1);
        }
    }

    @Test
    void propertiesWithoutEndCostThatMessageOnly() throws Exception {
        try (WireClient witness = WireClient.json(gateway, "org-bad");
                var factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + gateway.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
                Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            TextMessage message = session.createTextMessage(event("a", "a"));
            message.setStringProperty("x", "y".repeat(300_000));

            MessageProducer producer = session.createProducer(session.createTopic("sync.org-bad"));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT); // the journal would refuse it
            producer.send(message);
            gateway.publish("org-bad", "PFA-after");

            assertThat(witness.next()).contains("PFA-after");
        }
    }

    @Test
    void headersAProducerAddsChangeNothingAndGoNoFurther() {
        try (WireClient witness = WireClient.stomp(gateway, "org-bad");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            witness.subscribe("org-bad");

            producer.sendText(
                    "/topic/sync.org-bad",
                    event("a", "a"),
                    "subscription:another",
                    "message-id:forged",
                    "secret:42",
                    "eventId:true-id");

            StompFrame frame = witness.nextFrame("MESSAGE");
            assertThat(frame.headers())
                    .containsEntry("subscription", "sub-0")
                    .containsEntry("message-id", "true-id")
                    .doesNotContainKey("secret");
        }
    }

    @Test
    void aBadEventIsReportedOnceThoughTheHistoryIsReadAgain(CapturedOutput output) {
        try (WireClient witness = WireClient.json(gateway, "org-bad")) {
            try (StompProducer producer = new StompProducer(gateway.stompPort())) {
                producer.sendText("/topic/sync.org-bad", "once", "persistent:true");
            }
            double links = gateway.counter("sync.gateway.link.connects");

            gateway.broker().stop();
            gateway.broker().start();
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> gateway.bean(BrokerLinkStatus.class).isUp()
                            && gateway.counter("sync.gateway.link.connects") > links);
            gateway.publish("org-bad", "PFA-after");

            assertThat(witness.next()).contains("PFA-after");
            assertThat(output).containsOnlyOnce("Skipped a message that is no sync event");
        }
    }

    private static double rejected(String reason) {
        return gateway.counter("sync.gateway.events.rejected", "reason", reason);
    }
}
