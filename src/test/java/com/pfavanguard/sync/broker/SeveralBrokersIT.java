package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.core.JmsTemplate;

/**
 * A gateway with a list of brokers, of which one is live at a time. The brokers of these tests share a data directory,
 * as a live broker and its backup with a shared store do.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeveralBrokersIT {

    private static final Pattern LOG_LINE = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ +[A-Z]+ ");

    @TempDir
    Path data;

    private TestBroker broker() {
        return new TestBroker(
                TestBroker.properties(data, FreePorts.next(), FreePorts.next(), TestBroker.DEFAULT_HISTORY));
    }

    private static String address(TestBroker broker) {
        return "127.0.0.1:" + broker.stompPort() + ":" + broker.jmsPort();
    }

    private static TestGateway gateway(String... addresses) {
        return TestGateway.atBrokers(List.of(addresses));
    }

    private static void awaitLinkTo(TestGateway gateway, TestBroker broker) {
        BrokerLinkStatus link = gateway.bean(BrokerLinkStatus.class);
        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .until(() -> link.isUp() && link.broker().equals("127.0.0.1:" + broker.stompPort()));
    }

    /** Publishes as a producer does that tries again after an error. */
    private static String publish(TestGateway gateway) {
        return Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(SyncEventPublishException.class)
                .until(() -> gateway.publish("org-pair", "PFA-1"), id -> true);
    }

    private static List<String> heard(WireClient client, int count) {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            ids.add(client.nextJson().get("eventId").stringValue());
        }
        return ids;
    }

    /** Leaves out what the brokers log, which run in this process: they may stop in the middle of an answer. */
    private static String ofTheGateway(String log) {
        StringBuilder kept = new StringBuilder();
        boolean ofTheBroker = false;
        for (String line : log.split("\n")) {
            if (LOG_LINE.matcher(line).find()) {
                ofTheBroker = line.contains(" o.a.a.a.") || line.contains(" o.apache.activemq.artemis.");
            }
            if (!ofTheBroker) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    @Test
    void linkAndJmsFollowTheLiveBrokerThereAndBackWithoutNoise(CapturedOutput output) {
        TestBroker primary = broker();
        TestBroker backup = broker();
        primary.start();
        try (TestGateway gateway = gateway(address(primary), address(backup));
                WireClient client = WireClient.json(gateway, "org-pair")) {
            awaitLinkTo(gateway, primary);
            List<String> published = new ArrayList<>(List.of(publish(gateway)));
            int before = output.getOut().length();

            primary.stop();
            backup.start();
            published.add(publish(gateway));
            awaitLinkTo(gateway, backup);
            published.add(publish(gateway));

            backup.stop();
            primary.start();
            published.add(publish(gateway));
            awaitLinkTo(gateway, primary);
            published.add(publish(gateway));

            assertThat(heard(client, published.size())).isEqualTo(published);
            assertThat(client.isOpen()).isTrue();
            assertThat(client.received()).isEmpty();
            assertThat(ofTheGateway(output.getOut().substring(before)))
                    .doesNotContain("ERROR")
                    .doesNotContain("\tat ");
        } finally {
            primary.close();
            backup.close();
        }
    }

    @Test
    void anAddressThatHangsOrIsUnknownKeepsNothingFromWorking() throws IOException {
        TestBroker live = broker();
        live.start();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestGateway gateway = gateway(
                        "127.0.0.1:" + silent.getLocalPort() + ":" + silent.getLocalPort(),
                        "no-such-broker.invalid",
                        address(live));
                WireClient client = WireClient.json(gateway, "org-pair")) {
            awaitLinkTo(gateway, live);

            assertThat(heard(client, 0)).isEmpty();
            String published = gateway.publish("org-pair", "PFA-1");

            assertThat(heard(client, 1)).containsExactly(published);
        } finally {
            live.close();
        }
    }

    @Test
    void jmsLeavesALiveBrokerForTheOneThatTheLinkIsConnectedTo(@TempDir Path other) throws Exception {
        TestBroker first = broker();
        TestBroker second = TestBroker.startedIn(other);
        first.start();
        List<BrokerHost> hosts = List.of(host(first), host(second));
        StompBroker brokers = new StompBroker(
                hosts,
                new HostLookup(hosts),
                () -> new BrokerLogin.Credentials(TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY)),
                null,
                BrokerClientId.of("test"),
                10,
                Duration.ofMinutes(2));
        JmsBrokers jms = JmsBrokers.of(brokers, null, mayConsume -> {});
        SharedConnectionFactory pool = new SharedConnectionFactory(jms.connections());
        pool.setReconnectOnException(true);
        try {
            JmsTemplate producer = new JmsTemplate(pool);
            send(producer);
            assertThat(first.sessions()).isPositive();
            assertThat(second.sessions()).isZero();

            jms.histories().at(new Endpoint(hosts.get(1), InetAddress.getLoopbackAddress()));

            Awaitility.await().atMost(WireClient.PATIENCE).until(() -> first.sessions() == 0);
            Awaitility.await().atMost(WireClient.PATIENCE).ignoreExceptions().untilAsserted(() -> send(producer));
            assertThat(second.sessions()).isPositive();
        } finally {
            pool.destroy();
            first.close();
            second.close();
        }
    }

    private static BrokerHost host(TestBroker broker) {
        return new BrokerHost("127.0.0.1", broker.stompPort(), broker.jmsPort());
    }

    private static void send(JmsTemplate producer) {
        producer.send(new ActiveMQTopic("sync.org-pair"), session -> session.createTextMessage("x"));
    }
}
