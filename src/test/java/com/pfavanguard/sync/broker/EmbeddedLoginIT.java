package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.testing.RestClient;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The running application's broker, with the passwords it has made up: who gets in, and what for. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedLoginIT {

    private static final String EVENT =
            "{\"type\":\"SYNC_PROCESSING\",\"pfaId\":\"PFA-1\",\"organizationId\":\"org-login\","
                    + "\"timestamp\":\"2026-03-04T09:15:03.511Z\"}";

    @TempDir
    Path data;

    // Empty is not set.
    private TestGateway start(String... more) {
        String[] settings = new String[more.length + 2];
        settings[0] = "--sync.broker.embedded.producer-password=";
        settings[1] = "--sync.broker.embedded.gateway-password=";
        System.arraycopy(more, 0, settings, 2, more.length);
        return TestGateway.start(data, settings);
    }

    private String password(String user) throws IOException {
        return UsersFile.in(data).password(user).orElseThrow();
    }

    @Test
    void producersLogInWithWhatTheFirstStartHasMadeUpAlsoAfterARestart(CapturedOutput output) throws Exception {
        try (TestGateway gateway = start()) {
            String password = password(BrokerUsers.PRODUCER);

            gateway.restart();

            try (WireClient client = WireClient.json(gateway, "org-login")) {
                publishByStomp(gateway, password);
                publishByJms(gateway, password);

                for (int i = 0; i < 2; i++) {
                    assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");
                }
            }
            assertThat(output.getAll())
                    .contains("user producer, password in " + data)
                    .doesNotContain(password, password(BrokerUsers.GATEWAY));
        }
    }

    private static void publishByStomp(TestGateway gateway, String password) throws IOException {
        try (StompSocket producer = StompSocket.connectedTo(gateway.stompPort(), BrokerUsers.PRODUCER, password)) {
            assertThat(producer.sendWithReceipt("/topic/sync.org-login", "persistent:true\n", EVENT)
                            .command())
                    .isEqualTo("RECEIPT");
        }
    }

    private static void publishByJms(TestGateway gateway, String password) {
        try (ActiveMQConnectionFactory connections = connections(gateway, BrokerUsers.PRODUCER, password);
                JMSContext jms = connections.createContext()) {
            jms.createProducer().send(jms.createTopic("sync.org-login"), EVENT);
        }
    }

    private static ActiveMQConnectionFactory connections(TestGateway gateway, String user, String password) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.jmsPort(), user, password);
    }

    @Test
    void nobodyElseGetsInAtAnyDoor() {
        try (TestGateway gateway = start()) {
            for (String[] login : new String[][] {
                {"", ""},
                {"producer", ""},
                {"producer", "guessed"},
                {"admin", "admin"},
                {"gateway", "gateway"},
                {"ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"}
            }) {
                assertThatIOException()
                        .as("STOMP as " + login[0])
                        .isThrownBy(() -> StompSocket.connectedTo(gateway.stompPort(), login[0], login[1]))
                        .withMessageContaining("ERROR");
                assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                        .as("JMS as " + login[0])
                        .isThrownBy(
                                () -> connections(gateway, login[0], login[1]).createContext());
            }
            assertThatExceptionOfType(JMSSecurityRuntimeException.class)
                    .isThrownBy(() ->
                            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + gateway.jmsPort()).createContext());
        }
    }

    @Test
    void aProducerSendsAndReadsNothing() throws Exception {
        try (TestGateway gateway = start()) {
            String password = password(BrokerUsers.PRODUCER);
            publishByStomp(gateway, password);

            try (StompSocket history = StompSocket.connectedTo(gateway.stompPort(), "producer", password)
                    .subscribeToHistory()) {
                assertThat(history.read().command()).isEqualTo("ERROR");
            }
            try (ActiveMQConnectionFactory connections = connections(gateway, "producer", password);
                    JMSContext jms = connections.createContext()) {
                for (String queue : List.of(SyncQueues.WRITE, SyncQueues.CONFLICTS, SyncQueues.CONTROL)) {
                    assertThatExceptionOfType(JMSRuntimeException.class)
                            .as(queue)
                            .isThrownBy(() -> jms.createConsumer(jms.createQueue(queue)));
                }
                assertThatExceptionOfType(JMSRuntimeException.class)
                        .isThrownBy(() -> jms.createConsumer(jms.createTopic("sync.org-login")));
                assertThatExceptionOfType(JMSRuntimeException.class)
                        .isThrownBy(() -> jms.createProducer().send(jms.createQueue("activemq.management"), "x"));
            }
        }
    }

    @Test
    void noDoorIsOpenToOtherMachines() throws Exception {
        try (TestGateway gateway = start()) {
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();

            for (int port : new int[] {gateway.stompPort(), gateway.jmsPort()}) {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                for (InetAddress other : others) {
                    assertThatIOException().as("%s, port %d", other, port).isThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(other, port), 2_000);
                        }
                    });
                }
            }
        }
    }

    @Test
    void anotherProcessOfTheApplicationComesInAsTheGateway() throws Exception {
        try (TestGateway gateway = start();
                TestGateway second = second(gateway, BrokerUsers.GATEWAY, password(BrokerUsers.GATEWAY));
                WireClient client = WireClient.json(second, "org-login")) {
            gateway.publish("org-login", "PFA-1");
            second.publish("org-login", "PFA-2");

            assertThat(client.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-1");
            assertThat(client.nextJson().get("pfaId").stringValue()).isEqualTo("PFA-2");
            assertThat(new RestClient(second)
                            .get("/sync-status?organizationId=org-login")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static TestGateway second(TestGateway first, String login, String passcode) {
        return TestGateway.externalAs(first.stompPort(), first.jmsPort(), login, passcode);
    }

    @Test
    void aWrongPasswordNamesTheSettingsThatMendIt(CapturedOutput output) {
        try (TestGateway gateway = start();
                TestGateway second = second(gateway, BrokerUsers.GATEWAY, "s3cret-but-wrong")) {
            assertThat(second.bean(BrokerLinkStatus.class).isUp()).isFalse();

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(output.getOut())
                            .contains("the broker refused the connection")
                            .contains("see sync.broker.external.login and .passcode"));
            assertThatExceptionOfType(SyncEventPublishException.class)
                    .isThrownBy(() -> second.publish("org-login", "PFA-1"))
                    .havingRootCause()
                    .withMessageContaining("refused the login of user gateway; check sync.broker.external.login");
            assertThat(output.getAll()).doesNotContain("s3cret-but-wrong");
        }
    }

    @Test
    void whoMayNotReadTheHistoryIsToldWhichRoleIsMissing(CapturedOutput output) throws Exception {
        try (TestGateway gateway = start();
                TestGateway second = second(gateway, BrokerUsers.PRODUCER, password(BrokerUsers.PRODUCER))) {
            assertThat(second.bean(BrokerLinkStatus.class).isUp()).isFalse();

            Awaitility.await()
                    .atMost(WireClient.PATIENCE)
                    .untilAsserted(() -> assertThat(output.getOut()).contains("role \"gateways\""));
        }
    }

    @Test
    void switchedOffNobodyIsAsked(CapturedOutput output) throws Exception {
        try (TestGateway gateway = start("--sync.broker.embedded.require-login=false");
                WireClient client = WireClient.json(gateway, "org-login");
                StompSocket producer = StompSocket.connectedTo(gateway.stompPort(), "", "")) {
            assertThat(producer.sendWithReceipt("/topic/sync.org-login", "", EVENT)
                            .command())
                    .isEqualTo("RECEIPT");

            assertThat(client.nextJson().get("type").stringValue()).isEqualTo("SYNC_PROCESSING");
            assertThat(output.getOut()).contains("no password needed");
            assertThat(data.resolve("users.properties")).doesNotExist();
        }
    }
}
