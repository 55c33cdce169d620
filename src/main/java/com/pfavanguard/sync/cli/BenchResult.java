package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.load.Latencies;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run of {@code bench} has measured.
 *
 * @param clients that should have connected
 * @param connected those that did
 * @param connecting how long they took
 * @param lostConnections connections that ended during the run
 * @param took from the first event to the last delivery
 * @param busy share of one processor that reading the deliveries took
 * @param latestSend how late the latest event was sent
 * @param complaints why connections failed, the first few
 */
record BenchResult(
        int clients,
        int connected,
        Duration connecting,
        int lostConnections,
        Duration took,
        LoadOutcome outcome,
        double busy,
        Duration latestSend,
        List<String> complaints) {

    // Above this, an event waits for the driver itself often enough to show in the percentiles.
    private static final double MOST_BUSY = 0.7;
    private static final Duration LATE = Duration.ofMillis(50);

    boolean isSound() {
        return outcome.isSound() && connected == clients && lostConnections == 0;
    }

    private double deliveriesPerSecond() {
        return outcome.delivered() / seconds(took);
    }

    private double connectsPerSecond() {
        return connected / Math.max(seconds(connecting), 1e-3);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Says what limits the figures other than the gateway; empty if nothing does. */
    List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (busy > MOST_BUSY) {
            limits.add(text(
                    "This command itself took %.0f %% of a processor to read the deliveries, so the figures say more about it than"
                            + " about the gateway. Lower --clients or --rate",
                    busy * 100));
        }
        if (latestSend.compareTo(LATE) > 0) {
            limits.add(text(
                    "Events went out up to %d ms late: the broker, or the way to it, takes them more slowly than --rate. Lower"
                            + " --rate",
                    latestSend.toMillis()));
        }
        return limits;
    }

    String text() {
        LoadOutcome.Count count = outcome.count();
        Latencies latencies = outcome.latencies();
        List<String> lines = new ArrayList<>();
        lines.add(text("Clients      %,d of %,d connected, %,.0f connects/s", connected, clients, connectsPerSecond()));
        lines.add(text("Events       %,d, %,.0f/s", outcome.events(), outcome.events() / seconds(took)));
        lines.add(text("Deliveries   %,d, %,.0f/s", count.delivered(), deliveriesPerSecond()));
        lines.add(text(
                "Latency      p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, highest %.1f ms",
                latencies.percentileMs(50),
                latencies.percentileMs(99),
                latencies.percentileMs(99.9),
                latencies.highestMs()));
        lines.add(text(
                "Wrong        %,d lost, %,d doubled, %,d out of order", count.lost(), count.twice(), count.late()));
        if (lostConnections > 0) {
            lines.add(text("Connections  %,d lost during the run", lostConnections));
        }
        complaints.forEach(complaint -> lines.add("Reason       " + complaint));
        limits().forEach(limit -> lines.add("Beware       " + limit));
        return String.join(System.lineSeparator(), lines);
    }

    String json() {
        LoadOutcome.Count count = outcome.count();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clients", clients);
        json.put("connected", connected);
        json.put("lostConnections", lostConnections);
        json.put("connectsPerSecond", rounded(connectsPerSecond()));
        json.put("events", outcome.events());
        json.put("deliveries", count.delivered());
        json.put("deliveriesPerSecond", rounded(deliveriesPerSecond()));
        json.put("p50Ms", rounded(outcome.latencies().percentileMs(50)));
        json.put("p99Ms", rounded(outcome.latencies().percentileMs(99)));
        json.put("p999Ms", rounded(outcome.latencies().percentileMs(99.9)));
        json.put("lost", count.lost());
        json.put("doubled", count.twice());
        json.put("outOfOrder", count.late());
        json.put("driverBusy", rounded(busy));
        json.put("complaints", complaints);
        json.put("limits", limits());
        return new JsonMapper().writeValueAsString(json);
    }

    private static Double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 100) / 100.0 : 0;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
