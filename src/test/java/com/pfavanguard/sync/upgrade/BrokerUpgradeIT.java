package com.pfavanguard.sync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker of an older Artemis is replaced by that of the build, on the same data, while a gateway serves. The older
 * distribution, unpacked, comes by {@code -Dsync.test.old.artemis}; without it the test is skipped.
 */
@Tag("cluster")
class BrokerUpgradeIT {

    private static final String OLD = System.getProperty("sync.test.old.artemis", "");
    private static final Path BROKER_XML = Path.of("broker-config/single/broker.xml");
    private static final String ORGANIZATION = "org-broker";

    @TempDir
    Path directory;

    @Test
    void theGatewayGoesOnWithNothingLost() throws Exception {
        assumeThat(OLD).as("sync.test.old.artemis").isNotEmpty();
        try (ArtemisBroker broker = ArtemisDistribution.create(Path.of(OLD), directory.resolve("broker"), forOld())
                        .user(TestLogin.GATEWAY, "gateways", "apis", "workers")
                        .start();
                TestGateway gateway =
                        TestGateway.external(broker.stompPort(), broker.jmsPort(), "--sync.worker.enabled=false");
                WireClient client = WireClient.json(gateway, ORGANIZATION)) {
            List<String> sent = new ArrayList<>(publish(gateway, 100));
            new RestClient(gateway).write(ORGANIZATION, RestClient.edit("PFA-waiting", "new"));

            broker.stop();
            broker.upgradeTo(ArtemisDistribution.home(), BROKER_XML);
            broker.start();

            // A publisher gets an error while the broker is away.
            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .until(() -> gateway.bean(BrokerLinkStatus.class).isUp());
            List<String> later = publish(gateway, 100);
            List<String> heard = ids(client, 201);
            // One is the SYNC_QUEUED of the edit.
            sent.add(heard.get(100));
            sent.addAll(later);
            assertThat(heard).isEqualTo(sent);
            assertThat(new RestClient(gateway).status(ORGANIZATION).get("waiting").intValue())
                    .isEqualTo(1);
            try (TestGateway fresh = TestGateway.external(broker.stompPort(), broker.jmsPort(), "--sync.roles=gateway");
                    WireClient back =
                            WireClient.open(fresh.webSocket(ORGANIZATION + "?lastEventId=" + sent.get(0)))) {
                assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
                assertThat(ids(back, 200)).isEqualTo(sent.subList(1, 201));
            }
        }
    }

    /** Our file without the setting that older releases (2.40) do not know. */
    private Path forOld() throws Exception {
        String known = Files.readString(BROKER_XML)
                .lines()
                .filter(line -> !line.contains("disk-full-policy"))
                .collect(Collectors.joining("\n"));
        return Files.writeString(directory.resolve("broker-for-old.xml"), known);
    }

    private static List<String> publish(TestGateway gateway, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> gateway.publish(ORGANIZATION, "PFA-" + i))
                .toList();
    }

    private static List<String> ids(WireClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.nextJson().get("eventId").stringValue())
                .toList();
    }
}
