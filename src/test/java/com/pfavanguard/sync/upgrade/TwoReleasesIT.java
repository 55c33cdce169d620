package com.pfavanguard.sync.upgrade;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A process of the last release and one of this work at the same broker, as during an upgrade. The last release's jar
 * comes by {@code -Dsync.test.old.jar}; without it the test is skipped.
 */
@Tag("cluster")
class TwoReleasesIT {

    private static final String OLD_JAR = System.getProperty("sync.test.old.jar", "");

    private static final String ORGANIZATION = "org-two";

    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());

    @TempDir
    Path directory;

    private ArtemisBroker broker;
    private GatewayProcess old;
    private GatewayProcess current;

    @BeforeEach
    void start() throws Exception {
        assumeThat(OLD_JAR).as("sync.test.old.jar").isNotEmpty();
        pems.start();
        broker = ArtemisDistribution.create(directory.resolve("broker"), Path.of("broker-config/single/broker.xml"))
                .user(TestLogin.GATEWAY, "gateways", "apis", "workers")
                .user(TestLogin.PRODUCER, "producers")
                .start();
        old = GatewayProcess.startRelease(Path.of(OLD_JAR), inside("old"), oldSettings());
        current = GatewayProcess.start(inside("current"), currentSettings());
    }

    @AfterEach
    void stop() throws Exception {
        for (GatewayProcess process :
                Stream.of(old, current).filter(each -> each != null).toList()) {
            process.kill();
        }
        if (broker != null) {
            broker.close();
        }
        pems.stop();
    }

    private Path inside(String name) throws Exception {
        return Files.createDirectory(directory.resolve(name));
    }

    // The last release did not know sync.broker.external.addresses.
    private String[] oldSettings() {
        return settings(
                "--sync.broker.external.stomp-host=127.0.0.1",
                "--sync.broker.external.stomp-port=" + broker.stompPort(),
                "--sync.broker.external.jms-url=tcp://127.0.0.1:" + broker.jmsPort());
    }

    private String[] currentSettings() {
        return settings("--sync.broker.external.addresses=127.0.0.1:" + broker.stompPort() + ":" + broker.jmsPort());
    }

    private String[] settings(String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--sync.broker.mode=external",
                "--sync.broker.external.login=" + TestLogin.GATEWAY,
                "--sync.broker.external.passcode=" + TestLogin.passwordOf(TestLogin.GATEWAY),
                "--sync.pems.base-url=" + pems.baseUrl(),
                "--sync.pems.username=u",
                "--sync.pems.password=p",
                "--sync.pems.unmapped-organizations=use-id",
                "--sync.worker.rate=1000"));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    @Test
    void bothHearEverythingAndATokenOfTheirPlaceIsGoodAtTheOther() {
        try (WireClient atOld = listen(old, "");
                WireClient atCurrent = listen(current, "");
                StompProducer producer = new StompProducer(broker.stompPort())) {
            List<String> sent = IntStream.range(0, 100)
                    .mapToObj(i -> publish(producer, ORGANIZATION))
                    .toList();

            assertThat(ids(atOld, 100)).isEqualTo(sent);
            assertThat(ids(atCurrent, 100)).isEqualTo(sent);
            assertThat(missed(old, sent.get(49))).isEqualTo(sent.subList(50, 100));
            assertThat(missed(current, sent.get(49))).isEqualTo(sent.subList(50, 100));
        }
    }

    private static List<String> missed(GatewayProcess process, String position) {
        try (WireClient back = WireClient.open(process.webSocket(ORGANIZATION + "?lastEventId=" + position))) {
            assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
            return ids(back, 50);
        }
    }

    @Test
    void eachTakesOverTheWorkOfTheOther() throws Exception {
        // The one that started first writes.
        handOver(old, current, 1);
        old.startAgain();
        handOver(current, old, 2);
    }

    /** The writer leaves a conflict, a failed edit and waiting edits; the other goes on with all of them. */
    private void handOver(GatewayProcess writer, GatewayProcess next, int round) throws Exception {
        RestClient rest = new RestClient(writer.port());
        String conflict = "PFA-C" + round;
        String failed = "PFA-F" + round;
        pems.change(ORGANIZATION, conflict, PfaValues.of(Map.of("model", "by PEMS")));
        pems.behave(StandInBehaviour.status(422).on(StandInOperation.UPDATE).forPfa(failed));
        rest.write(
                ORGANIZATION, edit(conflict, 1, Map.of("model", "seen"), Map.of("model", "new")), edit(failed, "new"));
        await(() -> rest.conflicts(ORGANIZATION).size() == 1
                && rest.failed(ORGANIZATION).size() == 1);
        List<Map<String, Object>> waiting = IntStream.range(0, 50)
                .mapToObj(i -> edit("PFA-" + round + "-" + i, "new"))
                .toList();
        Map<String, Object> request = Map.of("organizationId", ORGANIZATION, "modifications", waiting);
        String key = "key-" + round;
        String jobId = post(rest, request, key);

        writer.kill();

        RestClient other = new RestClient(next.port());
        assertThat(post(other, request, key)).isEqualTo(jobId);
        String conflictId = other.conflicts(ORGANIZATION).at("/0/id").stringValue();
        String itemId = other.failed(ORGANIZATION).at("/0/itemId").stringValue();
        assertThat(other.post("/conflicts/" + conflictId + "/resolve", Map.of("resolution", "use_local"))
                        .status())
                .isEqualTo(200);
        assertThat(other.post("/failed/" + itemId + "/retry", Map.of()).status())
                .isEqualTo(200);
        await(() -> IntStream.range(0, 50).allMatch(i -> pems.version(ORGANIZATION, "PFA-" + round + "-" + i) == 2)
                && pems.version(ORGANIZATION, conflict) == 3
                && pems.version(ORGANIZATION, failed) == 2);
        // Nothing was written twice, and nothing is left.
        await(() -> isIdle(other.status(ORGANIZATION)));
        assertThat(IntStream.range(0, 50).map(i -> pems.version(ORGANIZATION, "PFA-" + round + "-" + i)))
                .containsOnly(2);
    }

    private static String post(RestClient rest, Map<String, Object> request, String key) {
        return rest.post("/write-sync", request, "Idempotency-Key", key)
                .body()
                .get("jobId")
                .stringValue();
    }

    private static boolean isIdle(JsonNode status) {
        return Stream.of("waiting", "scheduled", "processing", "failed", "conflicts")
                .allMatch(count -> status.get(count).intValue() == 0);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(WireClient.PATIENCE.multipliedBy(2)).until(condition);
    }

    private static WireClient listen(GatewayProcess process, String query) {
        WireClient client = WireClient.open(process.webSocket(ORGANIZATION + query));
        client.nextJson();
        return client;
    }

    static String publish(StompProducer producer, String organization) {
        String eventId = UUID.randomUUID().toString();
        producer.sendText(
                "/topic/sync." + organization,
                ("{\"type\":\"SYNC_SUCCESS\",\"pfaId\":\"PFA-1\",\"organizationId\":\"%s\","
                                + "\"timestamp\":\"2026-03-04T09:16:41.318Z\",\"details\":{\"newVersion\":8}}")
                        .formatted(organization),
                "persistent:true",
                "eventId:" + eventId);
        return eventId;
    }

    private static List<String> ids(WireClient client, int count) {
        return Stream.generate(client::nextJson)
                .limit(count)
                .map(event -> event.get("eventId").stringValue())
                .toList();
    }
}
