package com.pfavanguard.sync.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.testing.Prometheus;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestToken;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Holds src/docs/reference/metrics.md to what a running gateway of both roles, which asks for tokens, answers. */
class MetricsPageIT {

    private static final String TOKEN = TestToken.of("ops")
            .in("org-a", "perm_Read", "perm_Sync", "perm_ManageUsers", "perm_ViewAllOrgs")
            .sign();

    private static final List<Row> ROWS =
            Pages.page("src/docs/reference/metrics.md").tablesWith("Metric", "Type", "Labels", "Unit", "Since").stream()
                    .flatMap(table -> table.rows().stream())
                    .map(Row::of)
                    .toList();

    /**
     * A row of the page, without its back-quotes.
     *
     * @param label name of its label, or "none"
     * @param values all values of the label, if the page lists them
     */
    private record Row(String name, String type, String label, Set<String> values, String unit, String since) {

        static Row of(Map<String, String> cells) {
            String[] label = cell(cells, "Labels").split(" = ");
            return new Row(
                    cell(cells, "Metric"),
                    cell(cells, "Type"),
                    label[0],
                    label.length == 1 ? Set.of() : Set.of(label[1].split(", ")),
                    cell(cells, "Unit"),
                    cell(cells, "Since"));
        }

        private static String cell(Map<String, String> cells, String column) {
            return MarkdownTable.plain(cells.get(column));
        }
    }

    @Test
    void thePageHasEveryMetricWithItsTypeLabelsUnitAndFirstAppearance(@TempDir Path data) throws Exception {
        try (TestGateway gateway = TestGateway.start(data, TestToken.SETTINGS)) {
            Map<String, Scrape.Metric> atTheStart = scrape(gateway);

            assertThat(atTheStart.keySet())
                    .isEqualTo(names(ROWS.stream().filter(row -> row.since().equals("start"))));
            ROWS.stream().filter(row -> row.since().equals("start")).forEach(row -> assertThatRow(row, atTheStart));

            letEachOfTheOthersCount(gateway);

            await().atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(scrape(gateway).keySet()).isEqualTo(names(ROWS.stream())));
            Map<String, Scrape.Metric> inUse = scrape(gateway);
            ROWS.forEach(row -> assertThatRow(row, inUse));
            assertThatPrometheusHasNothingToComplainAbout(text(gateway));
        }
    }

    @Test
    void aUnitInTheNameIsTheUnitOfTheRow() {
        assertThat(ROWS).isNotEmpty().allSatisfy(row -> {
            assertThat(row.unit().equals("seconds"))
                    .as(row.name())
                    .isEqualTo(row.name().contains("_seconds"));
            assertThat(row.unit().equals("bytes"))
                    .as(row.name())
                    .isEqualTo(row.name().contains("_bytes"));
        });
    }

    private static void assertThatPrometheusHasNothingToComplainAbout(String metrics) {
        assertThat(metrics.lines().filter(line -> line.startsWith("# HELP")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("# HELP \\w+ \\S.*"));
        if (Prometheus.isInstalled() || "true".equals(System.getenv("CI"))) {
            Prometheus.Verdict verdict = Prometheus.promtool(Path.of("."), metrics, "check", "metrics");
            assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        }
    }

    @Test
    void theHelpOfAMetricIsItsMeaningOnThePage() throws IOException {
        Properties help = PropertiesLoaderUtils.loadProperties(new ClassPathResource("metric-help.properties"));
        Set<String> meanings = Pages.page("src/docs/reference/metrics.md").tablesWith("Metric", "Meaning").stream()
                .flatMap(table -> table.rows().stream())
                .map(row -> row.get("Meaning")
                        .replaceAll("\\[([^]]+)]\\([^)]*\\)", "$1")
                        .replace("`", ""))
                .collect(toSet());

        assertThat(help).hasSizeGreaterThan(40);
        assertThat(help.stringPropertyNames().stream().filter(name -> name.matches("(sync|pems)\\..*")))
                .allSatisfy(name -> assertThat(meanings).as(name).contains(help.getProperty(name)));
    }

    private static Set<String> names(Stream<Row> rows) {
        return rows.map(Row::name).collect(toSet());
    }

    private static void assertThatRow(Row row, Map<String, Scrape.Metric> metrics) {
        Scrape.Metric metric = metrics.get(row.name());
        assertThat(metric.type()).as(row.name()).isEqualTo(row.type());
        assertThat(metric.labels().keySet())
                .as("labels of %s", row.name())
                .isEqualTo(row.label().equals("none") ? Set.of() : Set.of(row.label()));
        if (row.values().isEmpty()) {
            return;
        }
        if (row.since().equals("start")) {
            assertThat(metric.labels().get(row.label())).as(row.name()).isEqualTo(row.values());
        } else {
            assertThat(row.values()).as(row.name()).containsAll(metric.labels().get(row.label()));
        }
    }

    private static void letEachOfTheOthersCount(TestGateway gateway) {
        try (WireClient json = WireClient.openWithToken(gateway.webSocket("org-a"), TOKEN);
                WireClient stomp = WireClient.openWithToken(gateway.webSocket("org-a"), TOKEN, "v12.stomp")) {
            json.nextJson();
            stomp.send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:localhost\n\n\0");
            stomp.nextFrame("CONNECTED");
            stomp.send("BEGIN\ntransaction:t\n\n\0");
            stomp.awaitClosed();
        }
        RestClient client = new RestClient(gateway).with(TOKEN);
        // No record has got so far: the edit fails for good.
        assertThat(client.write("org-a", RestClient.edit("PFA-1", 99, Map.of(), Map.of("model", "x")))
                        .status())
                .isEqualTo(200);
        assertThat(RestClient.post(
                                gateway.http("/api/admin/revocations"),
                                Map.of("userId", "u-gone", "organizationId", "org-a"),
                                "Authorization",
                                "Bearer " + TOKEN)
                        .status())
                .isLessThan(300);
        Audit audit = gateway.bean(Audit.class);
        for (int refused = 0; refused < 500; refused++) {
            audit.refused(Denial.UNAUTHORIZED, null, null, "203.0.113.9");
        }
    }

    private static Map<String, Scrape.Metric> scrape(TestGateway gateway) throws IOException, InterruptedException {
        return Scrape.metrics(text(gateway));
    }

    private static String text(TestGateway gateway) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.http("/actuator/prometheus"))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
