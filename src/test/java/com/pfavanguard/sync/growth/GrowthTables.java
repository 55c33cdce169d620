package com.pfavanguard.sync.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the simulations and prints their tables, as {@code operating/scaling.md} quotes them. */
public final class GrowthTables {

    // sync.gateway.drain.time, less the wait for load balancers.
    private static final int DRAIN_SECONDS = 25;

    private GrowthTables() {}

    /** Prints all tables: for the page, after a change of a limit, a back-off or a cost. */
    public static void main(String... args) {
        all().forEach(table -> System.out.println(table + "\n"));
    }

    /** All tables, as Markdown. */
    static List<String> all() {
        return List.of(reconnects(), rollingRestarts(), brokerFailovers());
    }

    private record Fleet(String name, int clients, int gateways, GatewaySize size) {

        // A gateway more than the clients need, so that one may be missing.
        static List<Fleet> all() {
            GatewaySize small = GatewaySize.small();
            GatewaySize large = GatewaySize.large();
            return List.of(
                    new Fleet("10,000 clients, 2 small", 10_000, 2, small),
                    new Fleet("100,000 clients, 13 small", 100_000, 13, small),
                    new Fleet("100,000 clients, 4 large", 100_000, 4, large),
                    new Fleet("1,000,000 clients, 25 large", 1_000_000, 25, large));
        }
    }

    private static String reconnects() {
        List<String> rows = new ArrayList<>();
        for (Fleet fleet : Fleet.all()) {
            rows.add(row(
                    fleet.name, "all cut off at once", Reconnects.storm(fleet.clients, fleet.gateways, fleet.size)));
            rows.add(row(fleet.name, "one killed", Reconnects.kill(fleet.clients, fleet.gateways, fleet.size)));
            rows.add(row(
                    fleet.name,
                    "one drained",
                    Reconnects.drain(fleet.clients, fleet.gateways, fleet.size, DRAIN_SECONDS)));
        }
        return table(
                "| gateways | what happens | half back s | 99 % back s | all back s | longest silence s | handshakes per client | most accepted by one gateway in a second |",
                "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |", rows);
    }

    private static String row(String fleet, String what, Reconnects.Result result) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f | %.1f | %.2f | %,d |",
                fleet,
                what,
                result.half(),
                result.most(),
                result.all(),
                result.longest(),
                result.attempts(),
                result.peak());
    }

    private static String rollingRestarts() {
        List<String> rows = new ArrayList<>();
        for (Fleet fleet : Fleet.all()) {
            for (RollingRestart.Balancing balancing : RollingRestart.Balancing.values()) {
                RollingRestart.Result result = RollingRestart.of(fleet.clients, fleet.gateways, balancing);
                rows.add(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.2f | %.2f | %.2f |",
                        fleet.name,
                        balancing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        result.moves(),
                        result.most(),
                        result.fewest()));
            }
        }
        return table(
                "| gateways | load balancer picks | reconnects per client | fullest gateway ÷ even share | emptiest at the end ÷ even share |",
                "| --- | --- | ---: | ---: | ---: |",
                rows);
    }

    private static String brokerFailovers() {
        List<String> rows = new ArrayList<>();
        for (int silentMs : new int[] {900, 3_200, 20_000, 60_000}) {
            for (int gateways : new int[] {2, 13, 25, 250}) {
                BrokerFailover.Result result = BrokerFailover.of(gateways, silentMs, BrokerFailover.Cost.measured());
                rows.add(String.format(
                        Locale.ROOT,
                        "| %.1f | %d | %.1f | %.1f | %.1f |",
                        silentMs / 1000.0,
                        gateways,
                        result.firstLink(),
                        result.lastLink(),
                        result.lastCaughtUp()));
            }
        }
        return table(
                "| broker silent s | gateways | first link s | last link s | last gateway has read the history s |",
                "| ---: | ---: | ---: | ---: | ---: |",
                rows);
    }

    private static String table(String head, String line, List<String> rows) {
        return head + "\n" + line + "\n" + String.join("\n", rows);
    }
}
