package com.pfavanguard.sync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.Npm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard has the form that Grafana's own schemas describe, by the types that Grafana generates from them. What
 * its queries return is the test of {@link DashboardIT}.
 */
@ExtendWith(Npm.Installed.class)
class DashboardSchemaTests {

    private static final Path DASHBOARD = AlertsTests.DIRECTORY.resolve("dashboard.json");

    /** A fault at each depth: what to replace in the dashboard, with what, and what is said of it. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("\"graphTooltip\": 1", "\"graphTooltips\": 1", "'\"graphTooltips\"' does not exist"),
            new Fault("\"schemaVersion\": 39", "\"schemaVersion\": \"39\"", "Type 'string' is not assignable"),
            new Fault("\"targets\":", "\"target\":", "'\"target\"' does not exist"),
            new Fault("\"type\": \"timeseries\"", "\"type\": \"timeserie\"", "\"timeserie\""),
            new Fault("\"expr\":", "\"query\":", "'\"query\"' does not exist"),
            new Fault("\"editorMode\": \"code\"", "\"editorMode\": \"coder\"", "\"coder\""),
            new Fault("\"drawStyle\":", "\"drawstyle\":", "'\"drawstyle\"' does not exist"),
            new Fault("\"lineWidth\": 1", "\"lineWidth\": \"1\"", "Type 'string' is not assignable"),
            new Fault("\"placement\": \"bottom\"", "\"placement\": \"below\"", "\"below\""),
            new Fault("\"uid\": \"${datasource}\"", "\"id\": \"${datasource}\"", "'\"id\"' does not exist"),
            new Fault("\"w\": 24", "\"w\": null", "Type 'null' is not assignable"));

    private static Npm npm;

    private record Fault(String right, String wrong, String message) {}

    @BeforeAll
    static void install() {
        npm = Npm.install("dashboard", "board.ts", "check.mjs");
    }

    @Test
    void theDashboardHasTheFormOfGrafanasSchemasAndFaultsAreFound(@TempDir Path directory) throws IOException {
        String dashboard = Files.readString(DASHBOARD);
        List<String> files = new ArrayList<>(List.of(DASHBOARD.toAbsolutePath().toString()));
        for (int i = 0; i < FAULTS.size(); i++) {
            Fault fault = FAULTS.get(i);
            assertThat(dashboard).contains(fault.right());
            Path file = directory.resolve("fault-" + i + ".json");
            int at = dashboard.indexOf(fault.right());
            Files.writeString(
                    file,
                    dashboard.substring(0, at)
                            + fault.wrong()
                            + dashboard.substring(at + fault.right().length()));
            files.add(file.toString());
        }

        Map<String, String> errors = errors(files);

        assertThat(errors.get("dashboard.json")).isNull();
        for (int i = 0; i < FAULTS.size(); i++) {
            assertThat(errors.get("fault-" + i + ".json"))
                    .as(FAULTS.get(i).toString())
                    .contains(FAULTS.get(i).message());
        }
    }

    private static Map<String, String> errors(List<String> files) {
        List<String> command = new ArrayList<>(List.of("node", "check.mjs"));
        command.addAll(files);
        String printed = npm.run(command.toArray(String[]::new));
        assertThat(printed).contains(files.size() + " files compiled");
        Map<String, String> errors = new TreeMap<>();
        printed.lines()
                .filter(line -> line.contains("\t"))
                .forEach(line ->
                        errors.merge(line.substring(0, line.indexOf(':')), line, (one, more) -> one + "\n" + more));
        return errors;
    }
}
