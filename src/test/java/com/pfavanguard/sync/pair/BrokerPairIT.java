package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a pair made by {@code broker-config/create.sh}, kills the broker that serves, and counts what the other has. */
class BrokerPairIT {

    private static final int EVENTS_BETWEEN_KILLS = 40;

    @TempDir
    Path directory;

    private ArtemisBroker first;
    private ArtemisBroker second;

    @BeforeEach
    void createPair() throws Exception {
        Path store = directory.resolve("store");
        first = ArtemisDistribution.createByScript(
                "ha-pair", directory.resolve("first"), Map.of("BROKER_DATA", store.toString()));
        // Without the script, which costs four JVMs; with the same file.
        second = ArtemisDistribution.create(directory.resolve("second"), Path.of("broker-config/ha-pair/broker.xml"))
                .setting("BROKER_DATA", store)
                .user(TestLogin.GATEWAY, "gateways")
                .user(TestLogin.PRODUCER, "producers");
    }

    @AfterEach
    void closePair() throws Exception {
        first.close();
        second.close();
    }

    @Test
    void whateverABrokerHasConfirmedTheOtherHasInTheSameOrder() throws Exception {
        first.start();
        second.launch().awaitLog(Candidate.SHARED_STORE_PEERS.standingBy());
        assertThat(second.isServing()).isFalse();
        ReceiptProducer producer = new ReceiptProducer("org-rio", 50, first.stompPort(), second.stompPort());
        Thread thread = new Thread(producer);
        thread.start();
        awaitConfirmed(producer, EVENTS_BETWEEN_KILLS);

        first.kill();
        second.awaitServing();
        awaitMore(producer);
        first.launch().awaitLog(Candidate.SHARED_STORE_PEERS.standingBy());
        assertThat(first.isServing()).isFalse();
        // An orderly stop hands over as well.
        second.stop();
        first.awaitServing();
        awaitMore(producer);
        producer.stop();
        thread.join();

        Ring ring = Ring.read(first.stompPort());
        List<String> confirmed = producer.confirmed();
        assertThat(ring.eventIds().stream().filter(new HashSet<>(confirmed)::contains))
                .containsExactlyElementsOf(confirmed);
        assertThat(ring.doubled()).isZero();
    }

    private static void awaitMore(ReceiptProducer producer) {
        awaitConfirmed(producer, producer.confirmed().size() + EVENTS_BETWEEN_KILLS);
    }

    private static void awaitConfirmed(ReceiptProducer producer, int count) {
        Awaitility.await().until(() -> producer.confirmed().size() >= count);
    }
}
