package com.pfavanguard.sync.worker;

import static com.pfavanguard.sync.testing.RestClient.edit;
import static com.pfavanguard.sync.testing.RestClient.isTerminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.standin.StandInBehaviour;
import com.pfavanguard.sync.pems.standin.StandInBehaviour.Mode;
import com.pfavanguard.sync.pems.standin.StandInOperation;
import com.pfavanguard.sync.pems.standin.StandInPems;
import com.pfavanguard.sync.testing.GatewayProcess;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Everything in one process, broker included, killed as {@code kill -9} does and started again, several times while it
 * works. PEMS is elsewhere, and remembers.
 */
class KilledProcessIT {

    private static final Logger log = LoggerFactory.getLogger(KilledProcessIT.class);

    private static final long SEED = Long.getLong("sync.test.seed", 20260304L);
    private static final String ORGANIZATION = "org-crash";
    private static final int KILLS = 3;
    private static final int ITEMS = 60;

    // Answers take so long that there is always one under way.
    private static final Duration SLOW = Duration.ofMillis(50);

    private final Random random = new Random(SEED);
    private final StandInPems pems = new StandInPems(0, Clock.systemUTC());
    private final List<JsonNode> heard = new ArrayList<>();
    private GatewayProcess gateway;

    @TempDir
    Path data;

    /** How an item can end, and how the test makes it end that way. */
    private enum Fate {
        CLEAN("SYNC_SUCCESS"),
        RETRIED("SYNC_SUCCESS"),
        ANSWER_LOST("SYNC_SUCCESS"),
        DISPUTED("SYNC_CONFLICT"),
        REFUSED("SYNC_FAILED");

        private final String end;

        Fate(String end) {
            this.end = end;
        }

        static Fate of(int item) {
            return item % 2 == 0 ? CLEAN : values()[1 + item / 2 % 4];
        }
    }

    private static String pfaId(int item) {
        return "PFA-" + item;
    }

    @BeforeEach
    void start() throws Exception {
        log.info("Seed {} (repeat with -Dsync.test.seed={})", SEED, SEED);
        pems.start();
        gateway = GatewayProcess.start(
                data,
                "--sync.pems.base-url=" + pems.baseUrl(),
                "--sync.pems.username=u",
                "--sync.pems.password=p",
                "--sync.pems.unmapped-organizations=use-id",
                "--sync.worker.rate=1000",
                "--sync.worker.retry.delay=200ms");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.kill();
        pems.stop();
    }

    @Test
    void everyItemEndsOnceAsItShould() throws Exception {
        String position = greeting();
        RestClient rest = new RestClient(gateway.port());
        IntStream.range(0, ITEMS).forEach(this::prepare);
        pems.behave(StandInBehaviour.NORMAL.delayedBy(SLOW));
        assertThat(rest.write(ORGANIZATION, 0, edits()).status()).isEqualTo(200);

        for (int kills = 0; kills < KILLS; kills++) {
            killAtSomeMoment();
            gateway.startAgain();
        }

        hearAll(position, rest);
        Map<String, String> lifeOf = heard.stream()
                .collect(Collectors.groupingBy(
                        event -> event.get("pfaId").stringValue(),
                        Collectors.mapping(KilledProcessIT::letter, Collectors.joining())));
        assertThat(lifeOf).hasSize(ITEMS);
        IntStream.range(0, ITEMS).forEach(item -> assertLife(item, lifeOf.get(pfaId(item))));
        assertThat(pems.calls().mostInFlightOnOneRecord()).isEqualTo(1);
        assertStatus(rest);
    }

    private void prepare(int item) {
        StandInBehaviour onUpdate = switch (Fate.of(item)) {
            case RETRIED -> StandInBehaviour.status(503).times(2);
            case ANSWER_LOST -> StandInBehaviour.of(Mode.LOST_ANSWER);
            case REFUSED -> StandInBehaviour.status(422).always();
            default -> null;
        };
        if (onUpdate != null) {
            pems.behave(onUpdate.on(StandInOperation.UPDATE).forPfa(pfaId(item)).delayedBy(SLOW));
        }
        if (Fate.of(item) == Fate.DISPUTED) {
            pems.change(ORGANIZATION, pfaId(item), PfaValues.of(Map.of("model", "by PEMS")));
        }
    }

    private static List<Map<String, Object>> edits() {
        return IntStream.range(0, ITEMS)
                .mapToObj(item -> edit(pfaId(item), 1, Map.of("model", "as it was"), Map.of("model", "new")))
                .toList();
    }

    // All lives but the last together see about half of the calls.
    private void killAtSomeMoment() throws Exception {
        long until = pems.calls().total() + random.nextInt(1, 2 * ITEMS / KILLS);
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .pollInterval(Duration.ofMillis(1 + random.nextInt(20)))
                .until(() -> pems.calls().total() >= until);
        gateway.kill();
    }

    private static void awaitEmptyQueue(RestClient rest) {
        Awaitility.await().atMost(WireClient.PATIENCE).until(() -> {
            JsonNode status = rest.status(ORGANIZATION);
            return Stream.of("waiting", "scheduled", "processing")
                    .allMatch(count -> status.get(count).intValue() == 0);
        });
    }

    /** The position of a new client: after all events so far. */
    private String greeting() {
        try (WireClient client = WireClient.open(gateway.webSocket(ORGANIZATION))) {
            return client.nextJson().get("eventId").stringValue();
        }
    }

    // Hears one end of each item, and then all events after the last end.
    private void hearAll(String position, RestClient rest) {
        try (WireClient client = WireClient.open(gateway.webSocket(ORGANIZATION + "?lastEventId=" + position))) {
            assertThat(client.nextJson().get("recovered").booleanValue()).isTrue();
            for (int ends = 0; ends < ITEMS; ) {
                ends += isTerminal(type(hear(client))) ? 1 : 0;
            }
            awaitEmptyQueue(rest);
            String newest = greeting();
            while (!heard.get(heard.size() - 1).get("eventId").stringValue().equals(newest)) {
                hear(client);
            }
        }
    }

    private JsonNode hear(WireClient client) {
        JsonNode event = client.nextJson();
        heard.add(event);
        return event;
    }

    private static String type(JsonNode event) {
        return event.get("type").stringValue();
    }

    private static String letter(JsonNode event) {
        return type(event).equals("SYNC_QUEUED") && event.has("details")
                ? "r"
                : type(event).substring("SYNC_".length(), "SYNC_".length() + 1);
    }

    // Q queued, P processing, r queued for another attempt; S, C and F are the ends.
    private void assertLife(int item, String life) {
        Fate fate = Fate.of(item);
        assertThat(life).as("%s, %s", pfaId(item), fate).matches("Q(P+r){0,3}P+" + fate.end.charAt("SYNC_".length()));
        // Written once: by us, or behind our back.
        assertThat(pems.version(ORGANIZATION, pfaId(item)))
                .as("%s, %s", pfaId(item), fate)
                .isEqualTo(fate == Fate.REFUSED ? 1 : 2);
        assertThat(pems.values(ORGANIZATION, pfaId(item)).get(PfaField.MODEL).equals("new"))
                .isEqualTo(fate.end.equals("SYNC_SUCCESS"));
    }

    private static void assertStatus(RestClient rest) {
        JsonNode status = rest.status(ORGANIZATION);
        assertThat(status.get("failed").longValue()).isEqualTo(countOf(Fate.REFUSED));
        assertThat(status.get("conflicts").longValue()).isEqualTo(countOf(Fate.DISPUTED));
        // A kill may take some out of the count, and never adds any.
        assertThat(status.get("completed").longValue())
                .isBetween(1L, countOf(Fate.CLEAN, Fate.RETRIED, Fate.ANSWER_LOST));
        assertThat(rest.failed(ORGANIZATION))
                .allMatch(failed -> failed.get("errorCode").stringValue().equals("UNKNOWN_ERROR"));
    }

    private static long countOf(Fate... fates) {
        return IntStream.range(0, ITEMS)
                .filter(item -> Arrays.asList(fates).contains(Fate.of(item)))
                .count();
    }
}
