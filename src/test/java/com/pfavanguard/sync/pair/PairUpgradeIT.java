package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The brokers of a pair are upgraded to the Artemis of the build, one after the other, while events come and a client
 * listens. The older distribution, unpacked, comes by {@code -Dsync.test.old.artemis}; without it the test is skipped.
 */
@Tag("cluster")
class PairUpgradeIT {

    private static final Logger log = LoggerFactory.getLogger(PairUpgradeIT.class);

    private static final String OLD = System.getProperty("sync.test.old.artemis", "");
    private static final Path BROKER_XML = Path.of("broker-config/ha-pair/broker.xml");
    private static final int EVENTS_BETWEEN_STEPS = 100;

    @TempDir
    Path directory;

    @Test
    void oneBrokerAfterTheOtherIsUpgradedAndNothingIsLost() throws Exception {
        assumeThat(OLD).as("sync.test.old.artemis").isNotEmpty();
        try (ArtemisBroker first = old("first");
                ArtemisBroker second = old("second")) {
            first.start();
            standBy(second);
            ReceiptProducer producer = new ReceiptProducer("org-rio", 50, first.stompPort(), second.stompPort());
            try (TestGateway gateway =
                            TestGateway.atBrokers(List.of(address(first), address(second)), "--sync.roles=gateway");
                    Listener listener = new Listener(gateway.webSocket(producer.organization()))) {
                Thread thread = new Thread(producer);
                thread.start();
                awaitMore(producer, listener);
                long began = System.nanoTime();

                second.stop();
                upgrade(second);
                awaitMore(producer, listener);
                first.stop();
                second.awaitServing();
                awaitMore(producer, listener);
                log.info("Silence while the upgraded broker took over: {} ms", listener.longestSilenceMs(began, now()));
                upgrade(first);
                long handedBack = System.nanoTime();
                second.stop();
                first.awaitServing();
                awaitMore(producer, listener);
                log.info("Silence while the other one took over: {} ms", listener.longestSilenceMs(handedBack, now()));
                producer.stop();
                thread.join();

                List<String> confirmed = producer.confirmed();
                Awaitility.await().until(() -> listener.lost(confirmed) == 0);
                assertThat(listener.doubled()).isZero();
                assertThat(listener.inOrderOf(confirmed)).isTrue();
                assertThat(listener.isClosed()).isFalse();
            }
        }
    }

    private static long now() {
        return System.nanoTime();
    }

    /** Our file without the setting that older releases (2.40) do not know. */
    private ArtemisBroker old(String name) throws Exception {
        String known = Files.readString(BROKER_XML)
                .lines()
                .filter(line -> !line.contains("disk-full-policy"))
                .collect(Collectors.joining("\n"));
        Path brokerXml = Files.writeString(directory.resolve(name + ".xml"), known);
        return ArtemisDistribution.create(Path.of(OLD), directory.resolve(name), brokerXml)
                .setting("BROKER_DATA", directory.resolve("store"))
                .user(TestLogin.GATEWAY, "gateways")
                .user(TestLogin.PRODUCER, "producers");
    }

    private void upgrade(ArtemisBroker stopped) throws Exception {
        stopped.upgradeTo(ArtemisDistribution.home(), BROKER_XML);
        standBy(stopped);
    }

    private static void standBy(ArtemisBroker broker) throws Exception {
        broker.launch().awaitLog(Candidate.SHARED_STORE_PEERS.standingBy());
    }

    private static String address(ArtemisBroker broker) {
        return "127.0.0.1:" + broker.stompPort() + ":" + broker.jmsPort();
    }

    // Heard too, so that the silence after a step belongs to that step.
    private static void awaitMore(ReceiptProducer producer, Listener listener) {
        int enough = producer.confirmed().size() + EVENTS_BETWEEN_STEPS;
        Awaitility.await()
                .until(() -> producer.confirmed().size() >= enough
                        && listener.eventIds().size() >= enough);
    }
}
