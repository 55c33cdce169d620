package com.pfavanguard.sync.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;

/**
 * The broker of an older Artemis is replaced by that of the build, on the same data, while a gateway serves. The older
 * distribution, unpacked, comes by {@code -Dsync.test.old.artemis}; without it the test is skipped. Releases before 2.50
 * lack what REST and the worker need, so this is about events and edits that wait.
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
                        .user(TestLogin.PRODUCER, "producers")
                        .start();
                TestGateway gateway =
                        TestGateway.external(broker.stompPort(), broker.jmsPort(), "--sync.roles=gateway");
                WireClient client = WireClient.json(gateway, ORGANIZATION)) {
            List<String> sent = new ArrayList<>(publish(broker, 100));
            handIn(broker, "an edit");

            broker.stop();
            broker.upgradeTo(ArtemisDistribution.home(), BROKER_XML);
            broker.start();

            sent.addAll(publish(broker, 100));
            assertThat(ids(client, 200)).isEqualTo(sent);
            assertThat(waitingEdits(broker)).isEqualTo(1);
            try (TestGateway fresh =
                            TestGateway.external(broker.stompPort(), broker.jmsPort(), "--sync.roles=gateway");
                    WireClient back = WireClient.open(fresh.webSocket(ORGANIZATION + "?lastEventId=" + sent.get(0)))) {
                assertThat(back.nextJson().get("recovered").booleanValue()).isTrue();
                assertThat(ids(back, 199)).isEqualTo(sent.subList(1, 200));
            }
        }
    }

    private static ActiveMQConnectionFactory connections(ArtemisBroker broker, String user) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.jmsPort(), user, TestLogin.passwordOf(user));
    }

    private static void handIn(ArtemisBroker broker, String edit) {
        try (ActiveMQConnectionFactory jms = connections(broker, TestLogin.PRODUCER)) {
            new JmsTemplate(jms).convertAndSend(SyncQueues.WRITE, edit);
        }
    }

    private static int waitingEdits(ArtemisBroker broker) {
        try (ActiveMQConnectionFactory jms = connections(broker, TestLogin.GATEWAY)) {
            return Objects.requireNonNull(new JmsTemplate(jms)
                    .browse(
                            SyncQueues.WRITE,
                            (session, browser) ->
                                    Collections.list(browser.getEnumeration()).size()));
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

    private static List<String> publish(ArtemisBroker broker, int count) {
        try (StompProducer producer = new StompProducer(broker.stompPort())) {
            return IntStream.range(0, count)
                    .mapToObj(i -> TwoReleasesIT.publish(producer, ORGANIZATION))
                    .toList();
        }
    }

    private static List<String> ids(WireClient client, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.nextJson().get("eventId").stringValue())
                .toList();
    }
}
