package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.ControlLog;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;

/** A broker run from {@code broker-config/broker.xml}, but for its ports and directories: who may do what. */
class ExternalBrokerIT {

    @TempDir
    Path dataDirectory;

    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    @BeforeEach
    void startBroker() throws Exception {
        Configuration configuration = ExternalBroker.configuration();
        configuration.setBrokerInstance(dataDirectory.toFile());
        configuration.clearAcceptorConfigurations();
        configuration.addAcceptorConfiguration(
                "stomp", "tcp://127.0.0.1:" + stompPort + "?protocols=STOMP;multicastPrefix=/topic/");
        configuration.addAcceptorConfiguration("jms", "tcp://127.0.0.1:" + jmsPort + "?protocols=CORE");
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users()));
        broker.start();
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.stop();
    }

    @Test
    void producersHaveTheWorkQueuesToThemselves() {
        WorkQueues queues = workQueues("producer");
        DurableQueue write = queues.queue(SyncQueues.WRITE);
        write.send(QueueMessage.of("an item", Map.of("organizationId", "org-rio")));

        assertThat(write.count(Selector.ALL)).isEqualTo(1);
        assertThat(write.browse(Selector.ALL)).hasSize(1);
        assertThat(write.take(Selector.ALL, Duration.ofSeconds(10))).isPresent();

        DurableQueue forGateways = workQueues("gateway").queue(SyncQueues.WRITE);
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> forGateways.send(QueueMessage.of("an item", Map.of())));
        assertThatExceptionOfType(JmsException.class).isThrownBy(() -> forGateways.browse(Selector.ALL));
        assertThatExceptionOfType(JmsException.class).isThrownBy(() -> forGateways.count(Selector.ALL));
    }

    @Test
    void gatewaysWriteRevocationsAndAllProcessesReadThemAgainAndAgain() throws InterruptedException {
        ControlLog gateway = controlLog("gateway");
        ControlLog producer = controlLog("producer");
        gateway.append("org-rio/u-1", "revoked", Duration.ofMinutes(5));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        producer.follow(heard::add);
        producer.read(heard::add);
        gateway.read(heard::add);

        for (int i = 0; i < 3; i++) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("revoked");
        }
        producer.stop();
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> producer.append("org-rio/u-2", "forged", Duration.ofMinutes(5)));
    }

    private ControlLog controlLog(String user) {
        return new ControlLog(new ActiveMQConnectionFactory("tcp://127.0.0.1:" + jmsPort, user, user + "'s password"));
    }

    private WorkQueues workQueues(String user) {
        return new WorkQueues(new ActiveMQConnectionFactory("tcp://127.0.0.1:" + jmsPort, user, user + "'s password"));
    }

    @Test
    void gatewaysReadWhatProducersSend() throws Exception {
        publishByJms("producer", "sync.org-rio", "by JMS");
        try (StompSocket producer = connected("producer")) {
            assertThat(producer.sendWithReceipt("/topic/sync.org-andes", "persistent:true\n", "by STOMP")
                            .command())
                    .isEqualTo("RECEIPT");
        }

        try (StompSocket gateway = connected("gateway").subscribeToHistory()) {
            assertThat(gateway.read().text()).isEqualTo("by JMS");
            assertThat(gateway.read().text()).isEqualTo("by STOMP");
        }
    }

    @Test
    void gatewaysSendThemselvesAMarkerAndNothingElse() throws Exception {
        try (StompSocket gateway = connected("gateway").subscribeToHistory()) {
            gateway.send("SEND\ndestination:" + StompBroker.HISTORY_MARKER_ADDRESS + "\n\nmarker");

            assertThat(gateway.read().text()).isEqualTo("marker");
            assertThat(gateway.sendWithReceipt("/topic/sync.org-rio", "", "forged")
                            .command())
                    .isEqualTo("ERROR");
        }
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> publishByJms("gateway", "sync.org-rio", "forged"));
    }

    @Test
    void producersReadNothing() throws Exception {
        publishByJms("producer", "sync.org-rio", "secret");

        try (StompSocket history = connected("producer").subscribeToHistory();
                StompSocket topic = connected("producer")) {
            assertThat(history.read().command()).isEqualTo("ERROR");
            assertThat(subscribed(topic, "/topic/sync.org-rio").command()).isEqualTo("ERROR");
        }
    }

    @Test
    void producersSendNoMarkersAndNothingBesideSyncEvents() throws Exception {
        for (String address : new String[] {StompBroker.HISTORY_MARKER_ADDRESS, "sync.a.b", "pems.write"}) {
            try (StompSocket producer = connected("producer")) {
                assertThat(producer.sendWithReceipt("/topic/" + address, "", "x")
                                .command())
                        .as(address)
                        .isEqualTo("ERROR");
            }
        }
    }

    @Test
    void nobodySubscribesBehindTheGatewaysBack() throws Exception {
        publishByJms("producer", "sync.org-rio", "secret");

        for (String destination : new String[] {"/topic/sync.org-rio", "/topic/sync.#", "/topic/sync.*", "/topic/#"}) {
            try (StompSocket gateway = connected("gateway")) {
                assertThat(subscribed(gateway, destination).command())
                        .as(destination)
                        .isEqualTo("ERROR");
            }
        }
    }

    @Test
    void adminsMayDoBoth() throws Exception {
        publishByJms("admin", "sync.org-rio", "from the console");

        try (StompSocket admin = connected("admin").subscribeToHistory()) {
            assertThat(admin.read().text()).isEqualTo("from the console");
        }
    }

    @Test
    void strangersGetNoAnswerButNo() {
        assertThatIOException()
                .isThrownBy(() -> StompSocket.connectedTo(stompPort, "gateway", "guessed"))
                .withMessageContaining("ERROR");
        assertThatIOException()
                .isThrownBy(() -> StompSocket.connectedTo(stompPort))
                .withMessageContaining("ERROR");
    }

    private StompSocket connected(String user) throws IOException {
        return StompSocket.connectedTo(stompPort, user, user + "'s password");
    }

    private static Frame subscribed(StompSocket stomp, String destination) throws IOException {
        stomp.send("SUBSCRIBE\nid:1\ndestination:" + destination + "\nreceipt:subscribed\n\n");
        return stomp.read();
    }

    private void publishByJms(String user, String address, String text) {
        try (ActiveMQConnectionFactory jms =
                new ActiveMQConnectionFactory("tcp://127.0.0.1:" + jmsPort, user, user + "'s password")) {
            new JmsTemplate(jms).convertAndSend(new ActiveMQTopic(address), text);
        }
    }

    private static SecurityConfiguration users() {
        SecurityConfiguration users = new SecurityConfiguration();
        for (String user : new String[] {"producer", "gateway", "admin"}) {
            users.addUser(user, user + "'s password");
            users.addRole(user, user + "s");
        }
        return users;
    }
}
