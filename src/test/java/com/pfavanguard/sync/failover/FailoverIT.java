package com.pfavanguard.sync.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real brokers, two gateways, a worker and 200 clients. Each case leaves the cluster whole: one broker live, the other
 * one standing by, all processes up. So the order of the cases does not matter.
 */
@Tag("cluster")
class FailoverIT {

    private static final int CLIENTS = 200;

    @TempDir
    static Path directory;

    private static Cluster cluster;
    private static Load load;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(directory);
        load = Load.start(cluster, CLIENTS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (load != null) {
            load.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Trial begin(String name) {
        load.spread();
        return Trial.begin(name, cluster, load);
    }

    private static Brokers brokers() {
        return cluster.brokers();
    }

    @Test
    void theLiveBrokerIsKilledAndSoIsTheOtherOneLater() throws Exception {
        ArtemisBroker first = brokers().live();
        Trial failover = begin("kill -9 of the live broker");
        first.kill();
        failover.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        brokers().standBy(first);

        Trial back = begin("kill -9 of the broker that took over");
        ArtemisBroker second = brokers().other(first);
        second.kill();
        back.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        brokers().standBy(second);
    }

    @Test
    void theLiveBrokerStops() throws Exception {
        ArtemisBroker live = brokers().live();
        Trial trial = begin("SIGTERM of the live broker");
        live.stop();
        trial.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        brokers().standBy(live);
    }

    @Test
    void aGatewayIsKilled() throws Exception {
        GatewayProcess gateway = cluster.gateways().get(0);
        Trial trial = begin("kill -9 of a gateway");
        gateway.kill();
        trial.end().assertNothingLostDoubledOrReordered();
        gateway.startAgain();
    }

    @Test
    void aGatewayIsDrained() throws Exception {
        GatewayProcess gateway = cluster.gateways().get(0);
        Trial trial = begin("SIGTERM of a gateway");
        gateway.terminate();
        assertThat(gateway.awaitEnd()).isZero();
        trial.end().assertNothingLostDoubledOrReordered();
        gateway.startAgain();
    }

    @Test
    void theNetworkBetweenAGatewayAndTheBrokersIsCut() {
        Trial trial = begin("network between a gateway and the brokers cut for 30 s");
        cluster.cutNetwork();
        Patience.awaitNotBefore(
                Duration.ofSeconds(30),
                "clients of the gateway are told",
                () -> trial.sofar().interruptions() >= cutOff());
        cluster.mendNetwork();
        Outcome outcome = trial.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        assertThat(outcome.seen().restorations()).isEqualTo(outcome.seen().interruptions());
    }

    @Test
    void clientsOfAGatewayThatMissesMoreThanTheHistoryAreTold() {
        Trial trial = begin("network cut until the history is beyond reach");
        cluster.cutNetwork();
        Patience.await("clients of the gateway are told", () -> trial.sofar().interruptions() >= cutOff());
        cluster.fillHistory();
        cluster.mendNetwork();
        Outcome outcome = trial.end().assertNobodyMissesUntold().assertSessionsStayedOpen();
        assertThat(outcome.seen().gaps()).isEqualTo(cutOff());
    }

    // Clients of the gateway whose network is cut.
    private static int cutOff() {
        return (int)
                load.clients().stream().filter(client -> client.gateway() == 1).count();
    }

    @Test
    void theLiveBrokerStandsStill() throws Exception {
        ArtemisBroker live = brokers().live();
        Trial trial = begin("SIGSTOP of the live broker for 20 s");
        live.freeze();
        Patience.awaitNotBefore(Duration.ofSeconds(20), "20 s", () -> true);
        live.thaw();
        trial.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
    }

    @Test
    void bothBrokersAreDownForAMinute() throws Exception {
        Trial trial = begin("both brokers down for 60 s");
        for (ArtemisBroker broker : brokers().all()) {
            broker.kill();
        }
        Patience.awaitNotBefore(
                Duration.ofSeconds(60),
                "all clients are told",
                () -> trial.sofar().interruptions() >= CLIENTS);
        for (ArtemisBroker broker : brokers().all()) {
            broker.launch();
        }
        Outcome outcome = trial.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        assertThat(outcome.seen().restorations()).isEqualTo(outcome.seen().interruptions());
    }

    @Test
    void everythingIsRestartedOneAfterAnother() throws Exception {
        // As in production: a gateway that starts reads a history that drops its oldest event with each one that comes.
        cluster.fillHistory();
        Trial trial = begin("rolling restart of gateways, worker and brokers");
        for (GatewayProcess gateway : cluster.gateways()) {
            restart(gateway);
        }
        restart(cluster.worker());
        ArtemisBroker live = brokers().live();
        ArtemisBroker standby = brokers().other(live);
        standby.stop();
        brokers().standBy(standby);
        live.stop();
        standby.awaitServing();
        brokers().standBy(live);
        trial.end().assertNothingLostDoubledOrReordered();
    }

    private static void restart(GatewayProcess process) throws Exception {
        process.terminate();
        assertThat(process.awaitEnd()).isZero();
        process.startAgain();
    }
}
