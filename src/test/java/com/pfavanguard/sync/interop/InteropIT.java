package com.pfavanguard.sync.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.docs.Pages;
import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Backends with three protocols, and the examples with the producer kit, publish at the real broker, and a client of a
 * gateway hears them. The broker is set up by {@code broker-config/single/broker.xml}.
 */
class InteropIT {

    private static final String TEXT = "São Paulo: 4 °C, Å 漢字 𝄞 \\\"quoted\\\"";
    private static final String TEXT_READ = "São Paulo: 4 °C, Å 漢字 𝄞 \"quoted\"";

    @TempDir
    static Path directory;

    private static ArtemisBroker broker;
    private static TestGateway gateway;

    /** A protocol and its client library. */
    private enum Protocol {
        OPENWIRE {
            @Override
            ProducerProcess start(Path errors) throws IOException {
                return ProducerProcess.jms(
                        "openwire",
                        errors,
                        "org.apache.activemq.ActiveMQConnectionFactory",
                        "tcp://127.0.0.1:" + broker.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
            }
        },
        AMQP {
            @Override
            ProducerProcess start(Path errors) throws IOException {
                return ProducerProcess.jms(
                        "amqp",
                        errors,
                        "org.apache.qpid.jms.JmsConnectionFactory",
                        "amqp://127.0.0.1:" + broker.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
            }
        },
        STOMP {
            @Override
            ProducerProcess start(Path errors) throws IOException {
                return ProducerProcess.stomp(
                        errors, broker.stompPort(), TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER));
            }
        };

        abstract ProducerProcess start(Path errors) throws IOException;
    }

    @BeforeAll
    static void start() throws Exception {
        broker = ArtemisDistribution.create(directory.resolve("broker"), Path.of("broker-config/single/broker.xml"))
                .user(TestLogin.GATEWAY, "gateways")
                .user(TestLogin.PRODUCER, "producers")
                .start();
        gateway = TestGateway.external(broker.stompPort(), broker.jmsPort(), "--sync.roles=gateway");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        broker.close();
    }

    private static ProducerProcess start(Protocol protocol) throws IOException {
        return protocol.start(directory.resolve(protocol + ".log"));
    }

    private static Order order(Order.Kind kind, String destination, String eventId) {
        String organization = destination.substring(destination.indexOf('.') + 1);
        return new Order(
                eventId,
                kind,
                destination,
                eventId,
                ("{\"type\":\"SYNC_FAILED\",\"pfaId\":\"PFA-1\",\"organizationId\":\"%s\","
                                + "\"timestamp\":\"2026-03-04T09:16:41.318Z\","
                                + "\"details\":{\"error\":\"%s\",\"retryCount\":3}}")
                        .formatted(organization, TEXT));
    }

    @ParameterizedTest
    @EnumSource
    void whatABackendPublishesIsHeard(Protocol protocol) throws Exception {
        String organization = "org-" + protocol.name().toLowerCase(Locale.ROOT);
        String topic = "sync." + organization;
        try (ProducerProcess backend = start(protocol);
                WireClient client = WireClient.json(gateway, organization)) {
            Order plain = order(Order.Kind.PLAIN, topic, protocol + "-plain");
            assertThat(backend.send(plain)).isEqualTo("sent " + plain.name());
            // Answered in one way or the other; what counts is what is heard.
            backend.send(plain);
            for (Order.Kind kind : new Order.Kind[] {Order.Kind.BYTES, Order.Kind.SHORT_LIVED, Order.Kind.URGENT}) {
                assertThat(backend.send(order(kind, topic, protocol + "-" + kind)))
                        .startsWith("sent ");
            }
            backend.send(order(Order.Kind.PLAIN, topic, protocol + "-last"));

            List<JsonNode> heard = next(client, 5);

            assertThat(ids(heard))
                    .containsExactly(
                            plain.eventId(),
                            protocol + "-BYTES",
                            protocol + "-SHORT_LIVED",
                            protocol + "-URGENT",
                            protocol + "-last");
            assertThat(heard)
                    .allSatisfy(event ->
                            assertThat(event.at("/details/error").stringValue()).isEqualTo(TEXT_READ));
            assertThat(missedAfter(plain, organization)).isEqualTo(ids(heard).subList(1, 5));
            assertThat(gateway.counter("sync.gateway.events", "outcome", "duplicate"))
                    .isZero();
        }
    }

    /** What a client gets that comes back; the time to live of a producer must not have ended an event. */
    private static List<String> missedAfter(Order order, String organization) {
        try (WireClient back = WireClient.open(gateway.webSocket(organization + "?lastEventId=" + order.eventId()))) {
            assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
            return ids(next(back, 4));
        }
    }

    private static List<JsonNode> next(WireClient client, int count) {
        return Stream.generate(client::nextJson).limit(count).toList();
    }

    private static List<String> ids(List<JsonNode> events) {
        return events.stream().map(event -> event.get("eventId").stringValue()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aWrongDestinationIsRefused(Protocol protocol) throws Exception {
        try (ProducerProcess backend = start(protocol)) {
            assertThat(backend.send(order(Order.Kind.TO_QUEUE, "sync.org-new", "queue-of-a-new-organization")))
                    .startsWith("refused ");
            backend.send(order(Order.Kind.PLAIN, "sync.org-known", protocol + "-known"));
            assertThat(backend.send(order(Order.Kind.TO_QUEUE, "sync.org-known", "queue-of-a-known-organization")))
                    .startsWith("refused ");
            assertThat(backend.send(order(Order.Kind.PLAIN, "sync.a.b", "two-words")))
                    .startsWith("refused ");
            assertThat(backend.send(order(Order.Kind.PLAIN, "elsewhere", "elsewhere")))
                    .startsWith("refused ");
            assertThat(backend.send(order(Order.Kind.TO_QUEUE, "pems.conflicts", "forged")))
                    .startsWith("refused ");
            // And the topic still works.
            assertThat(backend.send(order(Order.Kind.PLAIN, "sync.org-new", protocol + "-new")))
                    .startsWith("sent ");
        }
    }

    /** The frames of src/docs/producers/stomp.md, as they stand there. */
    @Test
    void theFramesOfTheStompPageAreHeard() throws Exception {
        String[] frames = Pages.page("src/docs/producers/stomp.md")
                .codeBlocks("")
                .get(0)
                .text()
                .replace("<the password>", TestLogin.passwordOf(TestLogin.PRODUCER))
                .replace("org-rio", "org-stomp-page")
                .split("\\^@\n?");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.stompPort());
                WireClient client = WireClient.json(gateway, "org-stomp-page")) {
            Scanner answers = new Scanner(socket.getInputStream(), StandardCharsets.UTF_8).useDelimiter("\0\n*");
            for (String frame : frames) {
                socket.getOutputStream().write((frame + "\0").getBytes(StandardCharsets.UTF_8));
            }

            assertThat(answers.next()).startsWith("CONNECTED");
            assertThat(answers.next()).startsWith("RECEIPT").contains("receipt-id:1");
            assertThat(client.nextJson().get("eventId").stringValue())
                    .isEqualTo("f3a85c60-7e19-4d42-a6b8-395c1e0d7f8a");
        }
    }

    @Test
    void theExampleWithTheActiveMqStarterIsHeard() throws Exception {
        try (WireClient client = WireClient.json(gateway, "org-ledger")) {
            run(Example.ACTIVEMQ, "spring.activemq", "org-ledger", "PFA-70412", "PFA-0");

            assertThat(next(client, 6))
                    .extracting(event -> event.get("pfaId").stringValue() + " "
                            + event.get("type").stringValue())
                    .containsExactly(
                            "PFA-70412 SYNC_QUEUED",
                            "PFA-70412 SYNC_PROCESSING",
                            "PFA-70412 SYNC_SUCCESS",
                            "PFA-0 SYNC_QUEUED",
                            "PFA-0 SYNC_PROCESSING",
                            "PFA-0 SYNC_FAILED");
        }
    }

    @Test
    void theExampleWithTheArtemisStarterIsHeardOncePerCommit() throws Exception {
        try (WireClient client = WireClient.json(gateway, "org-approvals")) {
            // The database refuses the second one, which is the same.
            String said = run(Example.ARTEMIS, "spring.artemis", "org-approvals", "PFA-1", "PFA-1", "PFA-2");

            assertThat(said).contains("PFA-1 is approved already");
            assertThat(next(client, 2))
                    .extracting(event -> event.get("pfaId").stringValue())
                    .containsExactly("PFA-1", "PFA-2");
        }
    }

    private static String run(Example example, String settings, String organization, String... records)
            throws Exception {
        Path classes = directory.resolve(example.name());
        Files.createDirectories(classes);
        example.compile(classes);
        List<String> arguments = new ArrayList<>(List.of(
                "--" + settings + ".broker-url=tcp://127.0.0.1:" + broker.jmsPort(),
                "--" + settings + ".password=" + TestLogin.passwordOf(TestLogin.PRODUCER),
                "--organization=" + organization));
        Stream.of(records).forEach(record -> arguments.add("--record=" + record));
        return example.run(classes, directory.resolve(example + ".log"), arguments);
    }

    /** When a send returns, or its receipt has come, the event is on disk. */
    @Test
    void whatABackendWasToldIsSentSurvivesKillMinus9() throws Exception {
        Set<String> sent = new HashSet<>();
        List<ProducerProcess> backends = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            ProducerProcess backend = start(protocol);
            backends.add(backend);
            String eventId = protocol + "-durable";
            assertThat(backend.send(order(Order.Kind.PLAIN, "sync.org-durable", eventId)))
                    .isEqualTo("sent " + eventId);
            sent.add(eventId);
        }

        broker.kill();
        broker.start();

        backends.forEach(ProducerProcess::close);
        try (StompSocket history = StompSocket.connectedTo(broker.stompPort()).subscribeToHistory()) {
            while (!sent.isEmpty()) {
                sent.remove(history.read().header("eventId"));
            }
        }
    }
}
