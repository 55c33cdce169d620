package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Prometheus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

/** Holds the alert rules, their tests and src/docs/operating/alerts.md to each other, and to our metrics. */
@SuppressWarnings("unchecked") // YAML has no types
class AlertsTests {

    static final Path DIRECTORY = Path.of("broker-config/observability");

    private static final Pattern METRIC = Pattern.compile("\\b((?:sync|pems)_[a-z_]+)");
    private static final String PAGE = "src/docs/operating/alerts.md";
    private static final String TEXT = read(Path.of(PAGE));

    private static final List<Alert> ALERTS = alerts();

    private record Alert(String name, String expression, String severity, String summary, String runbook) {}

    private static List<Alert> alerts() {
        Map<String, Object> file = yaml("alerts.yaml");
        return ((List<Map<String, Object>>) file.get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                        .map(rule -> new Alert(
                                (String) rule.get("alert"),
                                (String) rule.get("expr"),
                                ((Map<String, String>) rule.get("labels")).get("severity"),
                                ((Map<String, String>) rule.get("annotations")).get("summary"),
                                ((Map<String, String>) rule.get("annotations")).get("runbook")))
                        .toList();
    }

    private static Map<String, Object> yaml(String file) {
        return new Yaml().load(read(DIRECTORY.resolve(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of our metrics in a query, without the suffixes of a histogram's series. */
    static Set<String> metricsIn(String query) {
        return METRIC.matcher(query)
                .results()
                .map(match -> match.group(1).replaceAll("_(?:bucket|count|sum)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> metricsOfThePage() {
        return Pages.page("src/docs/reference/metrics.md")
                .tablesWith("Metric", "Type", "Labels", "Unit", "Since")
                .stream()
                .flatMap(table -> table.rows().stream())
                .map(row -> MarkdownTable.plain(row.get("Metric")))
                .collect(Collectors.toSet());
    }

    @Test
    void thePageListsEachAlertWithItsSeverityAndSummary() {
        Map<String, String> rows = Pages.page(PAGE).tablesWith("Alert", "Severity", "Fires when").stream()
                .flatMap(table -> table.rows().stream())
                .collect(Collectors.toMap(
                        row -> row.get("Alert").replaceAll("^\\[(\\w+)].*$", "$1"),
                        row -> row.get("Severity") + ": " + row.get("Fires when")));

        assertThat(rows)
                .isEqualTo(ALERTS.stream()
                        .collect(Collectors.toMap(Alert::name, alert -> alert.severity() + ": " + alert.summary())));
    }

    @Test
    void eachAlertHasASectionWithItsQueryAndSteps() {
        Map<String, String> sections = Stream.of(TEXT.split("(?m)^## "))
                .skip(1)
                .collect(Collectors.toMap(section -> section.lines().findFirst().orElseThrow(), section -> section));

        assertThat(sections.keySet()).isEqualTo(ALERTS.stream().map(Alert::name).collect(Collectors.toSet()));
        assertThat(ALERTS)
                .allSatisfy(alert -> assertThat(sections.get(alert.name()))
                        .contains("```promql\n" + alert.expression() + "\n```")
                        .contains("\n1. "));
        assertThat(ALERTS)
                .allSatisfy(alert -> assertThat(alert.runbook())
                        .isEqualTo(PAGE + "#" + alert.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void eachAlertIsAboutMetricsThatWeHave() {
        Set<String> known = metricsOfThePage();

        assertThat(ALERTS)
                .allSatisfy(alert -> assertThat(known).as(alert.name()).containsAll(metricsIn(alert.expression())));
    }

    @Test
    void eachAlertHasACaseThatFiresAndOneThatIsSilent() {
        List<Map<String, Object>> cases =
                (List<Map<String, Object>>) yaml("alerts-test.yaml").get("tests");

        assertThat(cases.stream().map(each -> each.get("name")))
                .containsExactlyInAnyOrderElementsOf(ALERTS.stream()
                        .flatMap(alert -> Stream.of(alert.name() + " fires", alert.name() + " is silent"))
                        .toList());
        assertThat(cases).allSatisfy(each -> {
            Map<String, Object> test = ((List<Map<String, Object>>) each.get("alert_rule_test")).get(0);
            assertThat(((List<?>) test.get("exp_alerts")).isEmpty())
                    .as("%s", each.get("name"))
                    .isEqualTo(each.get("name").toString().endsWith("is silent"));
            assertThat(each.get("name").toString()).startsWith(test.get("alertname") + " ");
        });
    }

    @Nested
    @ExtendWith(Prometheus.Installed.class)
    class WithPromtool {

        @Test
        void theRulesPassTheirTests() {
            Prometheus.Verdict verdict = Prometheus.promtool(DIRECTORY, "", "test", "rules", "alerts-test.yaml");

            assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        }

        @Test
        void theConfigurationIsValid() {
            Prometheus.Verdict verdict =
                    Prometheus.promtool(DIRECTORY, "", "check", "config", "--syntax-only", "prometheus.yaml");

            assertThat(verdict.exitCode()).as(verdict.output()).isZero();
            assertThat(verdict.output()).doesNotContain("FAILED");
        }
    }

    @Test
    void theNamesOfMetricsAreFoundInAQuery() {
        Matcher any = METRIC.matcher("up");

        assertThat(any.find()).isFalse();
        assertThat(metricsIn("sum(rate(sync_a_seconds_bucket{le=\"1\"}[5m])) / pems_b_total"))
                .containsExactlyInAnyOrder("sync_a_seconds", "pems_b_total");
    }
}
