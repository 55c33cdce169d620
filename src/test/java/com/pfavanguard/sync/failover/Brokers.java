package com.pfavanguard.sync.failover;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pair of real brokers that {@code broker-config/ha-pair} describes. Either may be the live one. */
final class Brokers implements AutoCloseable {

    private static final Path BROKER_XML = Path.of("broker-config", "ha-pair", "broker.xml");

    /**
     * Number of events in the history: little more than a minute of {@link Load}, so that a test can leave the window.
     */
    static final int HISTORY_SIZE = 3_000;

    /** "Waiting indefinitely to obtain primary lock": it takes over when the live broker has gone. */
    private static final String STANDING_BY = "AMQ221034";

    private final ArtemisBroker first;
    private final ArtemisBroker second;

    private Brokers(ArtemisBroker first, ArtemisBroker second) {
        this.first = first;
        this.second = second;
    }

    /** Starts both; returns when one serves and the other stands by. */
    static Brokers start(Path directory) throws Exception {
        Path brokerXml = Files.writeString(
                directory.resolve("broker.xml"),
                Files.readString(BROKER_XML).replace("ring-size=\"20000\"", "ring-size=\"" + HISTORY_SIZE + "\""));
        Brokers brokers = new Brokers(broker(directory, "first", brokerXml), broker(directory, "second", brokerXml));
        brokers.first.start();
        brokers.standBy(brokers.second);
        return brokers;
    }

    private static ArtemisBroker broker(Path directory, String name, Path brokerXml) throws Exception {
        return ArtemisDistribution.create(directory.resolve(name), brokerXml)
                .setting("BROKER_DATA", directory.resolve("store"))
                .user(TestLogin.GATEWAY, "gateways", "apis", "workers")
                .user(TestLogin.PRODUCER, "producers");
    }

    List<ArtemisBroker> all() {
        return List.of(first, second);
    }

    /** The broker that serves; waits until there is one. */
    ArtemisBroker live() {
        Patience.await("a live broker", () -> first.isServing() || second.isServing());
        return first.isServing() ? first : second;
    }

    ArtemisBroker other(ArtemisBroker broker) {
        return broker == first ? second : first;
    }

    /** Starts a broker while the other one serves. */
    void standBy(ArtemisBroker broker) throws IOException {
        broker.launch();
        broker.awaitLog(STANDING_BY);
    }

    @Override
    public void close() throws InterruptedException {
        first.close();
        second.close();
    }
}
