package com.pfavanguard.sync.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.growth.RollingRestart.Balancing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GrowthPageTests {

    @Test
    void thePageQuotesWhatTheSimulationsSay() throws Exception {
        String page = Files.readString(Path.of("src/docs/operating/scaling.md"));

        assertThat(GrowthTables.all())
                .allSatisfy(table -> assertThat(page)
                        .as("run %s and copy its tables", GrowthTables.class.getName())
                        .contains(table));
    }

    @Test
    void leastConnectionsKeepsTheGatewaysEven() {
        RollingRestart.Result random = RollingRestart.of(100_000, 10, Balancing.RANDOM);
        RollingRestart.Result least = RollingRestart.of(100_000, 10, Balancing.LEAST_CONNECTIONS);

        // All sessions on nine of ten gateways.
        assertThat(least.most()).isBetween(1.11, 1.12);
        assertThat(random.most()).isGreaterThan(2);
        assertThat(least.moves()).isLessThan(random.moves());
    }

    @Test
    void aLinkComesBackAtItsNextAttemptAndReadsTheHistory() {
        BrokerFailover.Cost cost = new BrokerFailover.Cost(10_000, 20_000, 50_000);

        BrokerFailover.Result alone = BrokerFailover.of(1, 250, cost);
        BrokerFailover.Result many = BrokerFailover.of(100, 250, cost);

        // Attempts after 100 and 300 ms, each up to 50 ms earlier or later.
        assertThat(alone.firstLink()).isBetween(0.25, 0.4);
        assertThat(alone.lastCaughtUp() - alone.firstLink()).isBetween(0.49, 0.51);
        assertThat(many.lastCaughtUp() - many.firstLink()).isBetween(49.0, 51.0);
    }
}
