package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Clients that come back get exactly the events they missed, or learn that these are no longer held. */
class ResumeIT {

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

    private static List<String> publish(String organizationId, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> gateway.publish(organizationId, "PFA-" + i))
                .toList();
    }

    /** Likewise, and waits until the gateway has it too: a publisher knows only that the broker does. */
    private static List<String> publishAndSettle(String organizationId, int from, int to) {
        List<String> published = publish(organizationId, from, to);
        String last = published.get(published.size() - 1);
        Awaitility.await().atMost(WireClient.PATIENCE).until(() -> isKnown(organizationId, last));
        return published;
    }

    private static boolean isKnown(String organizationId, String position) {
        try (WireClient probe = WireClient.open(gateway.webSocket(organizationId + "?lastEventId=" + position))) {
            return probe.nextJson().get("recovered").booleanValue();
        }
    }

    private static String eventId(JsonNode message) {
        return message.get("eventId").stringValue();
    }

    private static List<String> eventIds(WireClient json, int count) {
        return IntStream.range(0, count).mapToObj(i -> eventId(json.nextJson())).toList();
    }

    @Test
    void aPlainClientGetsExactlyWhatItMissedAndThenLiveEvents() {
        String position;
        try (WireClient client = WireClient.json(gateway, "org-plain")) {
            publish("org-plain", 1, 3);
            position = eventIds(client, 3).get(2);
        }
        List<String> missed = publish("org-plain", 4, 8);

        try (WireClient client = WireClient.open(gateway.webSocket("org-plain?lastEventId=" + position))) {
            JsonNode greeting = client.nextJson();
            List<String> caughtUp = eventIds(client, 5);
            List<String> live = publish("org-plain", 9, 9);

            assertThat(greeting.get("recovered").booleanValue()).isTrue();
            assertThat(eventId(greeting)).isEqualTo(position);
            assertThat(caughtUp).isEqualTo(missed);
            assertThat(eventIds(client, 1)).isEqualTo(live);
        }
    }

    @Test
    void aStompClientGetsExactlyWhatItMissed() {
        String position;
        try (WireClient client = WireClient.stomp(gateway, "org-stomp")) {
            position = eventId(client.subscribe("org-stomp"));
        }
        List<String> missed = publish("org-stomp", 1, 3);

        try (WireClient client = WireClient.stomp(gateway, "org-stomp")) {
            JsonNode greeting = client.subscribe("org-stomp", "last-event-id:" + position);

            assertThat(greeting.get("recovered").booleanValue()).isTrue();
            assertThat(missed)
                    .allSatisfy(id -> assertThat(eventId(client.nextEvent())).isEqualTo(id));
        }
    }

    @Test
    void clientsWithAFilterHearOnlyWhatTheyAskedForAlsoAfterTheyComeBack() {
        String position;
        try (WireClient plain = WireClient.open(
                        gateway.webSocket("org-filter?types=SYNC_SUCCESS,SYNC_FAILED&pfa-ids=PFA-2,PFA-3"));
                WireClient stomp = WireClient.stomp(gateway, "org-filter")) {
            plain.nextJson();
            stomp.subscribe("org-filter", "types:SYNC_FAILED,SYNC_SUCCESS", "pfa-ids:PFA-3,PFA-2");
            List<String> published = publish("org-filter", 1, 4);

            assertThat(published.subList(1, 3))
                    .allSatisfy(id -> assertThat(filtered(plain::nextJson)).isEqualTo(id));
            assertThat(published.subList(1, 3))
                    .allSatisfy(id -> assertThat(filtered(stomp::nextEvent)).isEqualTo(id));
            position = published.get(2);
        }
        List<String> missed = publish("org-filter", 2, 4);

        try (WireClient encoded =
                        WireClient.open(gateway.webSocket("org-filter?pfa-ids=PFA-3%2CPFA-9&lastEventId=" + position));
                WireClient others =
                        WireClient.open(gateway.webSocket("org-filter?types=SYNC_FAILED&lastEventId=" + position))) {
            assertThat(encoded.nextJson().get("recovered").booleanValue()).isTrue();
            assertThat(filtered(encoded::nextJson)).isEqualTo(missed.get(1));
            assertThat(others.nextJson().get("recovered").booleanValue()).isTrue();
            List<String> last = publish("org-filter", 3, 3);
            assertThat(filtered(encoded::nextJson)).isEqualTo(last.get(0));
            assertThat(others.received()).allMatch(message -> message.contains("STREAM_POSITION"));
        }
    }

    /** The id of the next event; position notices, which come when they are due, are passed over. */
    private static String filtered(Supplier<JsonNode> next) {
        JsonNode message = next.get();
        while (message.get("type").stringValue().equals("STREAM_POSITION")) {
            message = next.get();
        }
        return eventId(message);
    }

    @Test
    void aClientThatHasHeardNothingYetMissesNothingEither() {
        String position;
        try (WireClient client = WireClient.open(gateway.webSocket("org-quiet"))) {
            position = eventId(client.nextJson());
        }
        List<String> missed = publish("org-quiet", 1, 2);

        try (WireClient client = WireClient.open(gateway.webSocket("org-quiet?lastEventId=" + position))) {
            assertThat(client.nextJson().get("recovered").booleanValue()).isTrue();
            assertThat(eventIds(client, 2)).isEqualTo(missed);
        }
    }

    @Test
    void anUnknownPositionIsNotRecoveredAndGetsLiveEventsOnly() {
        publishAndSettle("org-unknown", 1, 2);

        try (WireClient client = WireClient.open(gateway.webSocket("org-unknown?lastEventId=never-heard-of"))) {
            JsonNode greeting = client.nextJson();
            List<String> live = publish("org-unknown", 3, 3);

            assertThat(greeting.get("recovered").booleanValue()).isFalse();
            assertThat(eventIds(client, 1)).isEqualTo(live);
        }
    }

    @Test
    void anotherOrganizationsPositionIsUnknown() {
        String foreign = publishAndSettle("org-a", 1, 1).get(0);

        try (WireClient client = WireClient.open(gateway.webSocket("org-b?lastEventId=" + foreign))) {
            assertThat(client.nextJson().get("recovered").booleanValue()).isFalse();
        }
    }

    @Test
    void aNewClientHearsNothingOfThePast() {
        publishAndSettle("org-past", 1, 5);

        try (WireClient client = WireClient.json(gateway, "org-past")) {
            List<String> live = publish("org-past", 6, 6);

            assertThat(eventIds(client, 1)).isEqualTo(live);
        }
    }

    @Test
    void resumingWorksAfterTheGatewayWasRestarted() {
        List<String> before = publish("org-restart", 1, 4);
        String quiet;
        try (WireClient client = WireClient.open(gateway.webSocket("org-quiet-restart"))) {
            quiet = eventId(client.nextJson());
        }

        gateway.restart();

        List<String> after = publish("org-restart", 5, 6);
        publish("org-quiet-restart", 1, 1);
        try (WireClient client = WireClient.open(gateway.webSocket("org-restart?lastEventId=" + before.get(1)));
                WireClient second = WireClient.open(gateway.webSocket("org-quiet-restart?lastEventId=" + quiet))) {
            assertThat(client.nextJson().get("recovered").booleanValue()).isTrue();
            assertThat(eventIds(client, 4)).containsExactly(before.get(2), before.get(3), after.get(0), after.get(1));
            assertThat(second.nextJson().get("recovered").booleanValue()).isTrue();
            assertThat(second.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-1");
        }
    }

    @Test
    void resumingWorksOnASecondGatewayAtTheSameBroker() {
        List<String> before = publish("org-second", 1, 3);

        try (TestGateway second = TestGateway.beside(gateway);
                WireClient there = WireClient.open(second.webSocket("org-second?lastEventId=" + before.get(0)));
                WireClient here = WireClient.json(gateway, "org-second")) {
            assertThat(there.nextJson().get("recovered").booleanValue()).isTrue();
            assertThat(eventIds(there, 2)).containsExactly(before.get(1), before.get(2));

            String fromThere = second.publish("org-second", "PFA-4");
            String fromHere = gateway.publish("org-second", "PFA-5");

            assertThat(eventIds(there, 2)).containsExactly(fromThere, fromHere);
            assertThat(eventIds(here, 2)).containsExactly(fromThere, fromHere);
            assertThat(gateway.broker().stompConnections()).isEqualTo(2);
        }
    }

    @Test
    void aForeignEventWithoutAnIdHasTheSameNameOnEveryGateway() {
        try (TestGateway second = TestGateway.beside(gateway);
                WireClient here = WireClient.json(gateway, "org-name");
                WireClient there = WireClient.json(second, "org-name");
                var producer = new com.pfavanguard.sync.testing.StompProducer(gateway.stompPort())) {
            producer.sendText("/topic/sync.org-name", """
                    {"type":"SYNC_PROCESSING","pfaId":"PFA-1","organizationId":"org-name","timestamp":"2026-03-04T09:15:03.511Z"}""");

            assertThat(here.next()).contains("\"eventId\":\"m-").isEqualTo(there.next());
        }
    }
}
