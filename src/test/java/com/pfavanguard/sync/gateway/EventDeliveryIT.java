package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.testing.StompFrame;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

class EventDeliveryIT {

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

    private static String success(String organizationId, String pfaId) {
        return """
                {"type":"SYNC_SUCCESS","pfaId":"%s","organizationId":"%s","timestamp":"2026-03-04T09:15:04.227Z","details":{"newVersion":8}}""".formatted(pfaId, organizationId);
    }

    @Test
    void anEventPublishedInJavaReachesPlainAndStompClientsAsTheContractWritesIt() {
        try (WireClient json = WireClient.json(gateway, "org-java");
                WireClient stomp = WireClient.stomp(gateway, "org-java")) {
            stomp.subscribe("org-java");
            SyncConflict event = new SyncConflict(
                    new EventId("e-1"),
                    new OrganizationId("org-java"),
                    new PfaId("PFA-70588"),
                    Instant.parse("2026-03-04T09:15:04.602Z"),
                    "5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90",
                    List.of("forecastEnd", "monthlyRate"));

            gateway.bean(SyncEventPublisher.class).publish(event);

            String expected = """
                    {"type":"SYNC_CONFLICT","pfaId":"PFA-70588","organizationId":"org-java","timestamp":"2026-03-04T09:15:04.602Z","details":{"conflictId":"5b0e7c1a-2f64-4d7e-9a35-6c1d0f2e8b90","conflictingFields":["forecastEnd","monthlyRate"]},"eventId":"e-1"}""";
            assertThat(json.next()).isEqualTo(expected);
            StompFrame frame = stomp.nextFrame("MESSAGE");
            assertThat(frame.body()).isEqualTo(expected);
            assertThat(frame.headers())
                    .containsEntry("subscription", "sub-0")
                    .containsEntry("destination", "/topic/sync.org-java")
                    .containsEntry("message-id", "e-1")
                    .containsEntry("content-type", "application/json")
                    .containsOnlyKeys("subscription", "destination", "message-id", "content-type", "content-length");
        }
    }

    @Test
    void publishingTheSameEventTwiceIsHeardOnce() {
        try (WireClient json = WireClient.json(gateway, "org-twice")) {
            SyncQueued event = new SyncQueued(
                    EventId.random(), new OrganizationId("org-twice"), new PfaId("PFA-1"), Instant.now());

            gateway.bean(SyncEventPublisher.class).publish(event);
            gateway.bean(SyncEventPublisher.class).publish(event);
            gateway.publish("org-twice", "PFA-2");

            assertThat(json.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-1");
            assertThat(json.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-2");
        }
    }

    @Test
    void aForeignStompProducersSecondCopyIsHeardOnceToo() {
        try (WireClient json = WireClient.json(gateway, "org-copy");
                StompProducer producer = new StompProducer(gateway.stompPort())) {
            producer.sendText("/topic/sync.org-copy", success("org-copy", "PFA-1"), "eventId:same");
            producer.sendText("/topic/sync.org-copy", success("org-copy", "PFA-1"), "eventId:same");
            producer.sendText("/topic/sync.org-copy", success("org-copy", "PFA-2"), "eventId:other");

            assertThat(json.nextJson().get("eventId").stringValue()).isEqualTo("same");
            assertThat(json.nextJson().get("eventId").stringValue()).isEqualTo("other");
        }
    }

    @Test
    void textAndBytesFromStompAndTextFromForeignJmsAllCount() throws Exception {
        try (WireClient json = WireClient.json(gateway, "org-ways");
                StompProducer producer = new StompProducer(gateway.stompPort());
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + gateway.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
                Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            producer.sendText("/topic/sync.org-ways", success("org-ways", "PFA-text"));
            producer.sendBytes(
                    "/topic/sync.org-ways", success("org-ways", "PFA-bytes").getBytes(StandardCharsets.UTF_8));
            session.createProducer(session.createTopic("sync.org-ways"))
                    .send(session.createTextMessage(success("org-ways", "PFA-jms")));

            assertThat(json.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-text");
            assertThat(json.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-bytes");
            var last = json.nextJson();
            assertThat(last.get("pfaId").stringValue()).isEqualTo("PFA-jms");
            assertThat(last.get("eventId").stringValue()).matches("m-[0-9]+-[0-9]+");
        }
    }

    @Test
    void clientsOfAnotherOrganizationHearNothing() {
        try (WireClient own = WireClient.json(gateway, "org-own");
                WireClient other = WireClient.json(gateway, "org-ow");
                WireClient third = WireClient.json(gateway, "org-own-2")) {
            gateway.publish("org-own", "PFA-1");
            gateway.publish("org-ow", "PFA-2");
            gateway.publish("org-own-2", "PFA-3");

            assertThat(own.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-1");
            assertThat(other.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-2");
            assertThat(third.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-3");
        }
    }

    @Test
    void theGreetingComesFirstAndNamesAPosition() {
        try (WireClient json = WireClient.open(gateway.webSocket("org-greet"));
                WireClient stomp = WireClient.stomp(gateway, "org-greet")) {
            var greeting = json.nextJson();

            assertThat(greeting.get("type").stringValue()).isEqualTo("CONNECTED");
            assertThat(greeting.get("organizationId").stringValue()).isEqualTo("org-greet");
            assertThat(greeting.get("timestamp").stringValue()).matches(".*\\.[0-9]{3}Z");
            assertThat(greeting.get("eventId").stringValue()).isNotBlank();
            assertThat(greeting.has("recovered")).isFalse();
            assertThat(stomp.subscribe("org-greet").get("type").stringValue()).isEqualTo("CONNECTED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void everyStompVersionIsSpoken(String version) {
        try (WireClient client =
                WireClient.open(gateway.webSocket("org-v"), "v" + version.replace(".", "") + ".stomp")) {
            client.send("CONNECT\naccept-version:" + version + "\nhost:x\n\n\0");
            assertThat(client.nextFrame("CONNECTED").headers()).containsEntry("version", version);

            client.subscribe("org-v");
            gateway.publish("org-v", "PFA-" + version);

            assertThat(client.nextEvent().get("pfaId").stringValue()).isEqualTo("PFA-" + version);
        }
    }

    @Test
    void twoSubscriptionsOfOneSessionBothHearAndAnUnsubscribedOneNoMore() {
        try (WireClient client = WireClient.stomp(gateway, "org-two")) {
            client.subscribe("org-two");
            client.send("SUBSCRIBE\nid:a\\cb\ndestination:/topic/sync.org-two\n\n\0");
            assertThat(client.nextFrame("MESSAGE").headers()).containsEntry("subscription", "a:b");

            gateway.publish("org-two", "PFA-1");
            assertThat(List.of(
                            client.nextFrame("MESSAGE").headers().get("subscription"),
                            client.nextFrame("MESSAGE").headers().get("subscription")))
                    .containsExactlyInAnyOrder("sub-0", "a:b");
            client.send("UNSUBSCRIBE\nid:sub-0\nreceipt:bye\n\n\0");
            assertThat(client.nextFrame("RECEIPT").headers()).containsEntry("receipt-id", "bye");
            gateway.publish("org-two", "PFA-2");
            gateway.publish("org-two", "PFA-3");

            assertThat(client.nextFrame("MESSAGE").body()).contains("PFA-2");
            assertThat(client.nextFrame("MESSAGE").body()).contains("PFA-3");
        }
    }

    @Test
    void connectAndSubscribeInOneMessageBothCount() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-one"), "v12.stomp")) {
            client.send("CONNECT\naccept-version:1.2\nhost:x\n\n\0"
                    + "SUBSCRIBE\nid:s\ndestination:/topic/sync.org-one\nreceipt:r\n\n\0");

            client.nextFrame("CONNECTED");
            assertThat(client.nextFrame("RECEIPT").headers()).containsEntry("receipt-id", "r");
            assertThat(client.nextEvent().get("type").stringValue()).isEqualTo("CONNECTED");
        }
    }

    @Test
    void stompInTheUrlIsServedAsStomp() {
        try (WireClient client = WireClient.open(gateway.webSocket("org-url?protocol=stomp"))) {
            client.send("CONNECT\naccept-version:1.1,1.2\nhost:x\n\n\0");
            client.nextFrame("CONNECTED");

            client.subscribe("org-url");
            gateway.publish("org-url", "PFA-1");

            assertThat(client.nextEvent().get("pfaId").stringValue()).isEqualTo("PFA-1");
        }
    }

    @Test
    void springsOwnStompClientHears() throws Exception {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient());
        WebSocketHttpHeaders handshake = new WebSocketHttpHeaders();
        handshake.setSecWebSocketProtocol("v12.stomp");

        StompSession session = client.connectAsync(
                        gateway.webSocket("org-spring"),
                        handshake,
                        new StompHeaders(),
                        new StompSessionHandlerAdapter() {})
                .get(60, TimeUnit.SECONDS);
        session.subscribe("/topic/sync.org-spring", new StompSessionHandlerAdapter() {
            @Override
            public Type getPayloadType(StompHeaders headers) {
                return byte[].class;
            }

            @Override
            public void handleFrame(StompHeaders headers, Object payload) {
                bodies.add(new String((byte[]) payload, StandardCharsets.UTF_8));
            }
        });
        assertThat(bodies.poll(60, TimeUnit.SECONDS)).contains("CONNECTED");
        gateway.publish("org-spring", "PFA-1");

        assertThat(bodies.poll(60, TimeUnit.SECONDS)).contains("PFA-1");
        session.disconnect();
    }

    @Test
    void twoHundredClientsCostTheBrokerOneConnection() {
        List<WireClient> clients = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                clients.add(WireClient.json(gateway, "org-many"));
                WireClient stomp = WireClient.stomp(gateway, "org-many");
                stomp.subscribe("org-many");
                clients.add(stomp);
            }

            gateway.publish("org-many", "PFA-1");

            assertThat(clients).allSatisfy(client -> assertThat(client.next()).contains("PFA-1"));
            assertThat(gateway.broker().stompConnections()).isEqualTo(1);
        } finally {
            clients.forEach(WireClient::close);
        }
    }
}
