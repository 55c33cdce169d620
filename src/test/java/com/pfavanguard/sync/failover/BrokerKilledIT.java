package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.ArtemisBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live one of two real brokers is killed under load, and later the other one: the short form of {@link FailoverIT}. */
class BrokerKilledIT {

    private static final int CLIENTS = 20;

    @TempDir
    Path directory;

    @Test
    void theOtherBrokerTakesOverAndBackAndNothingIsLost() throws Exception {
        try (Cluster cluster = Cluster.startSmall(directory);
                Load load = Load.start(cluster, CLIENTS)) {
            ArtemisBroker killed = cluster.brokers().live();

            Trial failover = Trial.begin("kill -9 of the live broker (short form)", cluster, load);
            killed.kill();
            failover.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();

            cluster.brokers().standBy(killed);
            Trial back = Trial.begin("stop of the live broker (short form)", cluster, load);
            cluster.brokers().other(killed).stop();
            back.end().assertNothingLostDoubledOrReordered().assertSessionsStayedOpen();
        }
    }
}
