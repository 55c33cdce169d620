package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.testing.Prometheus;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a real Prometheus, which scrapes a real gateway with our configuration, every query of our dashboard. */
@ExtendWith(Prometheus.Installed.class)
class DashboardIT {

    private static final JsonNode DASHBOARD = dashboard();

    /** One query of a panel. */
    private record Query(String panel, String expression) {

        /** As Grafana sends it for all processes and a short range. */
        String asked() {
            return expression.replace("$instance", ".*").replace("$__rate_interval", "10s");
        }
    }

    private static JsonNode dashboard() {
        return JsonMapper.shared()
                .readTree(AlertsTests.DIRECTORY.resolve("dashboard.json").toFile());
    }

    private static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : DASHBOARD.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel.path("title").asString(), target.path("expr").asString()));
            }
        }
        return queries;
    }

    @Test
    void everyQueryOfTheDashboardReturnsData(@TempDir Path data) throws Exception {
        try (TestGateway gateway = TestGateway.start(data.resolve("gateway"));
                Prometheus prometheus = Prometheus.start(configuration(gateway, data), data);
                // Enough for several to share a thread: a fan-out to one session is not timed.
                WireClient one = WireClient.open(gateway.webSocket("org-board"));
                WireClient two = WireClient.open(gateway.webSocket("org-board"));
                WireClient three = WireClient.open(gateway.webSocket("org-board"));
                WireClient four = WireClient.open(gateway.webSocket("org-board"));
                WireClient five = WireClient.open(gateway.webSocket("org-board"))) {
            for (WireClient client : List.of(one, two, three, four, five)) {
                client.nextJson();
            }
            RestClient edits = new RestClient(gateway);
            AtomicInteger record = new AtomicInteger();

            await().atMost(WireClient.PATIENCE.multipliedBy(3)).untilAsserted(() -> {
                // Rates need news between two scrapes.
                WireClient.open(gateway.webSocket("org-board")).close();
                edits.write("org-board", RestClient.edit("PFA-" + record.incrementAndGet(), "x"));
                assertThat(queries())
                        .allSatisfy(query -> assertThat(prometheus.query(query.asked()))
                                .as("%s: %s", query.panel(), query.expression())
                                .isNotEmpty()
                                .anySatisfy(series -> assertThat(
                                                series.path("value").path(1).asString())
                                        .isNotEqualTo("NaN")));
            });
            // A group of rules has its turn at some moment of each interval, and a scrape may come late.
            await().untilAsserted(() -> assertThat(prometheus.rules())
                    .hasSizeGreaterThan(20)
                    .allSatisfy(rule -> assertThat(rule.path("health").asString())
                            .as(rule.path("name").asString())
                            .isEqualTo("ok")));
            await().untilAsserted(() ->
                    assertThat(prometheus.query("up{job=\"sync\"} == 1")).hasSize(1));
        }
    }

    // Ours, but for the places of this machine and the pause between two scrapes.
    private static Path configuration(TestGateway gateway, Path data) throws IOException {
        Path token = Files.writeString(data.resolve("token"), "unused-in-open-mode");
        String ours = Files.readString(AlertsTests.DIRECTORY.resolve("prometheus.yaml"));
        String here = ours.replace("15s", "1s")
                .replace("/run/secrets/scrape-token", token.toString())
                .replace(
                        "[alerts.yaml]",
                        "[" + AlertsTests.DIRECTORY.resolve("alerts.yaml").toAbsolutePath() + "]")
                .replaceAll(
                        "targets: \\[.*]", "targets: [\"" + gateway.http("/").getAuthority() + "\"]");
        return Files.writeString(data.resolve("prometheus.yaml"), here);
    }

    @Test
    void theDashboardIsWellFormed() {
        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();

        assertThat(DASHBOARD.path("schemaVersion").asInt()).isEqualTo(39);
        assertThat(DASHBOARD.path("templating").path("list"))
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("datasource", "instance");
        assertThat(DASHBOARD.path("panels")).isNotEmpty().allSatisfy(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).as("%s", panel).isTrue();
            JsonNode grid = panel.path("gridPos");
            assertThat(places.add(grid.path("x") + "/" + grid.path("y"))).isTrue();
            assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(24);
            assertThat(panel.path("title").asString()).isNotBlank();
            if (!panel.path("type").asString().equals("row")) {
                assertThat(panel.path("type").asString()).isEqualTo("timeseries");
                assertThat(panel.path("description").asString()).isNotBlank();
                assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                    assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
                    assertThat(target.path("legendFormat").asString()).isNotBlank();
                });
            }
        });
    }

    @Test
    void theDashboardAsksForMetricsThatWeHave() {
        assertThat(AlertsTests.metricsOfThePage())
                .containsAll(queries().stream()
                        .flatMap(query -> AlertsTests.metricsIn(query.expression()).stream())
                        .collect(Collectors.toSet()));
    }
}
