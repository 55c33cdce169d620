package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestLogin;
import com.pfavanguard.sync.vital.BoundedAppender;
import jakarta.jms.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/** Starting and stopping, and what is said when that does not work. */
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedBrokerIT {

    @TempDir
    Path dataDirectory;

    @Test
    void answersOnBothPortsOnceStarted() throws Exception {
        try (TestBroker broker = TestBroker.startedIn(dataDirectory);
                StompSocket stomp = StompSocket.connectedTo(broker.stompPort());
                ActiveMQConnectionFactory jms = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + broker.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
                Connection connection = jms.createConnection()) {
            connection.start();

            assertThat(broker.embeddedBroker().isRunning()).isTrue();
            assertThat(broker.stompConnections()).isEqualTo(1);
            assertThat(stomp.sendWithReceipt("/topic/sync.org-rio", "", "{}").command())
                    .isEqualTo("RECEIPT");
        }
    }

    @Test
    void doesNotComplainOfAddressesItHasNoUseFor(CapturedOutput output) {
        try (TestBroker broker = TestBroker.startedIn(dataDirectory)) {
            assertThat(output).doesNotContain("No Dead Letter Address", "No Expiry Address");
        }
    }

    @Test
    void saysNothingOfProducersThatHangUpAndStillTellsOfRefusals(CapturedOutput output) throws Exception {
        // Refusals in other tests of the last minute would hold back this one's line.
        BoundedAppender.countAnew();
        try (TestBroker broker = TestBroker.startedIn(dataDirectory)) {
            StompSocket.connectedTo(broker.stompPort()).close();
            StompSocket refused = StompSocket.connectedTo(
                    broker.stompPort(), TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER));
            assertThat(refused.sendWithReceipt("/queue/elsewhere", "", "{}").command())
                    .isEqualTo("ERROR");
            refused.close();
            await().until(() -> broker.stompConnections() == 0);
        }

        assertThat(output).containsOnlyOnce("AMQ332069").doesNotContain("AMQ222067", "AMQ222061", "AMQ222107");
    }

    @Test
    void namesATakenStompPortAndTheSettingThatMovesIt() throws IOException {
        int[] ports = freePorts();

        try (ServerSocket taken = listeningOn(ports[0])) {
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(broker(dataDirectory, ports)::start)
                    .withMessageContaining("port " + taken.getLocalPort())
                    .satisfies(e -> assertThat(e.action())
                            .contains("port " + taken.getLocalPort(), "sync.broker.embedded.stomp-port"));
        }
    }

    @Test
    void namesATakenJmsPortAndTheSettingThatMovesIt() throws IOException {
        int[] ports = freePorts();

        try (ServerSocket taken = listeningOn(ports[1])) {
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(broker(dataDirectory, ports)::start)
                    .withMessageContaining("port " + taken.getLocalPort())
                    .satisfies(e -> assertThat(e.action())
                            .contains("port " + taken.getLocalPort(), "sync.broker.embedded.jms-port"));
        }
    }

    @Test
    void namesAPortThatWasTakenWhileItStarted() throws IOException {
        int[] ports = freePorts();

        try (ServerSocket taken = listeningOn(ports[1])) {
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(broker(dataDirectory, ports)::startServing)
                    .withMessageContaining("port " + taken.getLocalPort())
                    .satisfies(e -> assertThat(e.action()).contains("sync.broker.embedded.jms-port"));
        }
    }

    @Test
    void startsOnceThePortIsFreeAgain() throws IOException {
        int[] ports = freePorts();
        EmbeddedBroker broker = broker(dataDirectory, ports);
        try (ServerSocket taken = listeningOn(ports[0])) {
            assertThatExceptionOfType(BrokerStartException.class).isThrownBy(broker::start);
            assertThat(broker.isRunning()).isFalse();
        }

        broker.start();

        assertThat(broker.isRunning()).isTrue();
        broker.stop();
    }

    @Test
    void saysThatItsDirectoryIsInUse() {
        try (TestBroker first = TestBroker.startedIn(dataDirectory)) {
            EmbeddedBroker second = broker(dataDirectory, freePorts());

            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(second::start)
                    .withMessageContaining(dataDirectory.toString())
                    .withMessageContaining("locked by another process")
                    .satisfies(e -> assertThat(e.action()).contains("sync.broker.embedded.data-directory"));
            assertThat(second.isRunning()).isFalse();
            assertThat(first.embeddedBroker().isRunning()).isTrue();
        }
    }

    @Test
    void keepsItsDataFromOtherUsers() throws IOException {
        try (TestBroker broker = TestBroker.startedIn(dataDirectory.resolve("own"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDirectory.resolve("own"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void mayBeStartedAndStoppedTwice() {
        try (TestBroker broker = TestBroker.startedIn(dataDirectory)) {
            broker.start();
            assertThat(broker.embeddedBroker().isRunning()).isTrue();

            broker.stop();
            broker.stop();
            assertThat(broker.embeddedBroker().isRunning()).isFalse();
            assertThat(broker.stompConnections()).isZero();
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = SEPARATE_THREAD)
    void refusesEventsInsteadOfBlockingTheirProducersWhenTheDiskIsFull() throws Exception {
        int[] ports = freePorts();
        Configuration configuration = EmbeddedBrokerConfiguration.of(
                TestBroker.properties(dataDirectory, ports[0], ports[1], TestBroker.DEFAULT_HISTORY), 7_000);
        configuration.setMinDiskFree(Long.MAX_VALUE);
        configuration.setSecurityEnabled(false);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        try (ActiveMQConnectionFactory jms = new ActiveMQConnectionFactory("vm://7000")) {
            JmsTemplate producer = new JmsTemplate(jms);
            await().until(() -> broker.getActiveMQServer().getPagingManager().isDiskFull());

            assertThatExceptionOfType(JmsException.class)
                    .isThrownBy(() -> producer.convertAndSend(new ActiveMQTopic("sync.org-rio"), "{}"))
                    .havingRootCause()
                    .withMessageContaining("is full");
        } finally {
            broker.stop();
        }
    }

    private static EmbeddedBroker broker(Path dataDirectory, int[] ports) {
        BrokerProperties properties =
                TestBroker.properties(dataDirectory, ports[0], ports[1], TestBroker.DEFAULT_HISTORY);
        return new EmbeddedBroker(properties, BrokerUsers.of(properties.embedded()), 7_000 + ports[0]);
    }

    private static int[] freePorts() {
        return new int[] {FreePorts.next(), FreePorts.next()};
    }

    private static ServerSocket listeningOn(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
