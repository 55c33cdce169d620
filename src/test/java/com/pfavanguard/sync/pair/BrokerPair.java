package com.pfavanguard.sync.pair;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Two real brokers that stand in for each other, and the network between them. */
final class BrokerPair implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ArtemisBroker first;
    private final ArtemisBroker second;
    private final BlackHole toFirst;
    private final BlackHole toSecond;

    private BrokerPair(ArtemisBroker first, ArtemisBroker second, BlackHole toFirst, BlackHole toSecond) {
        this.first = first;
        this.second = second;
        this.toFirst = toFirst;
        this.toSecond = toSecond;
    }

    static BrokerPair of(Candidate candidate, Path directory) throws Exception {
        ArtemisBroker first = ArtemisDistribution.create(directory.resolve("first"), candidate.first(directory));
        ArtemisBroker second = ArtemisDistribution.create(directory.resolve("second"), candidate.second(directory));
        Path locks = Files.createDirectories(directory.resolve("locks"));
        int[] mirrorPorts = {FreePorts.next(), FreePorts.next()};
        BlackHole toFirst = new BlackHole(candidate.isMirror() ? mirrorPorts[0] : first.jmsPort());
        BlackHole toSecond = new BlackHole(candidate.isMirror() ? mirrorPorts[1] : second.jmsPort());
        int i = 0;
        for (ArtemisBroker broker : new ArtemisBroker[] {first, second}) {
            broker.setting("BROKER_LOCKS", locks)
                    .setting("BROKER_MIRROR_PORT", mirrorPorts[i])
                    .setting("BROKER_CLUSTER_PORT", (i == 0 ? toFirst : toSecond).port())
                    .setting("BROKER_PEER_PORT", (i == 0 ? toSecond : toFirst).port())
                    .setting("BROKER_CLUSTER_PASSWORD", "cluster's password")
                    .user(TestLogin.GATEWAY, "gateways", "apis", "workers")
                    .user(TestLogin.PRODUCER, "producers")
                    .user("mirror", "mirrors");
            if (candidate.sharesTheStore()) {
                broker.setting("BROKER_DATA", directory.resolve("store"));
            }
            i++;
        }
        return new BrokerPair(first, second, toFirst, toSecond);
    }

    ArtemisBroker first() {
        return first;
    }

    ArtemisBroker second() {
        return second;
    }

    /** Cuts the two off from each other, and from nothing else. */
    void cut() {
        toFirst.cut();
        toSecond.cut();
    }

    void mend() {
        toFirst.mend();
        toSecond.mend();
    }

    /** The broker that serves; waits until there is one. */
    ArtemisBroker active() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> first.isServing() || second.isServing());
        return first.isServing() ? first : second;
    }

    ArtemisBroker other(ArtemisBroker broker) {
        return broker == first ? second : first;
    }

    /** As {@code sync.broker.external.addresses}. */
    String addresses() {
        return "127.0.0.1:%d:%d,127.0.0.1:%d:%d"
                .formatted(first.stompPort(), first.jmsPort(), second.stompPort(), second.jmsPort());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        first.close();
        second.close();
        toFirst.close();
        toSecond.close();
    }
}
