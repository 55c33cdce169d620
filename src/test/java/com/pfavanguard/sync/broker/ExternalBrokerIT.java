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
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.StompSocket.Frame;
import com.pfavanguard.sync.testing.TestLogin;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQTopic;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.JmsException;
import org.springframework.jms.JmsSecurityException;
import org.springframework.jms.core.JmsTemplate;

/**
 * Checks who may do what at a broker that runs from {@code broker-config/single/broker.xml}, with ports and directories
 * of the test.
 */
class ExternalBrokerIT {

    @TempDir
    Path dataDirectory;

    private RoleBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new RoleBroker(dataDirectory);
    }

    @AfterEach
    void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void workersHaveTheWorkQueuesToThemselves() {
        WorkQueues queues = workQueues("worker");
        DurableQueue write = queues.queue(SyncQueues.WRITE);
        write.send(QueueMessage.of("an item", Map.of("organizationId", "org-rio")));

        assertThat(write.count(Selector.ALL)).isEqualTo(1);
        assertThat(write.browse(Selector.ALL)).hasSize(1);
        assertThat(write.take(Selector.ALL, Duration.ofSeconds(10))).isPresent();

        assertRefused(() -> queues.queue(SyncQueues.REQUESTS).browse(Selector.ALL));
        assertRefused(() -> queues.queue(SyncQueues.RESOLVED_CONFLICTS).browse(Selector.ALL));
        for (String user : new String[] {"gateway", "admin"}) {
            DurableQueue foreign = workQueues(user).queue(SyncQueues.WRITE);
            assertRefused(() -> foreign.send(QueueMessage.of("an item", Map.of())));
            assertRefused(() -> foreign.browse(Selector.ALL));
            assertRefused(() -> foreign.take(Selector.ALL, Duration.ofSeconds(1)));
        }
        // Gateways may ask for the lists of queues, and for nothing of what is in this one.
        assertThatExceptionOfType(JmsException.class)
                .isThrownBy(() -> workQueues("gateway").queue(SyncQueues.WRITE).count(Selector.ALL))
                .withMessageContaining("VIEW");
    }

    @Test
    void workersPublishWhatBecomesOfAnItem() throws Exception {
        publishByJms("worker", "sync.org-rio", "done");

        try (StompSocket gateway = connected("gateway").subscribeToHistory()) {
            assertThat(gateway.read().text()).isEqualTo("done");
        }
    }

    @Test
    void apisForgeNoResultsAndDoNotTakeTheWorkersPlace() {
        WorkQueues apis = workQueues("api");

        for (String queue : new String[] {SyncQueues.FAILED, SyncQueues.CONFLICTS, SyncQueues.FIGURES}) {
            assertRefused(() -> apis.queue(queue).send(QueueMessage.of("forged", Map.of())));
        }
        assertRefused(() -> apis.lock(SyncQueues.WORKER).tryAcquire());
    }

    @Test
    void producersHandInEditsAndSeeNothingOfThem() {
        WorkQueues producers = workQueues("producer");
        DurableQueue write = producers.queue(SyncQueues.WRITE);

        write.send(QueueMessage.of("an item", Map.of("organizationId", "org-rio")));

        assertThat(workQueues("worker").queue(SyncQueues.WRITE).count(Selector.ALL))
                .isEqualTo(1);
        assertRefused(() -> write.browse(Selector.ALL));
        assertRefused(() -> write.take(Selector.ALL, Duration.ofSeconds(1)));
        assertRefused(() -> write.count(Selector.ALL));
        for (String queue : new String[] {SyncQueues.FAILED, SyncQueues.CONFLICTS, SyncQueues.FIGURES}) {
            assertRefused(() -> producers.queue(queue).send(QueueMessage.of("forged", Map.of())));
            assertRefused(() -> producers.queue(queue).browse(Selector.ALL));
        }
    }

    @Test
    void nobodyMakesAddressesOrQueuesOfHisOwn() {
        for (String user : RoleBroker.USERS) {
            try (ActiveMQConnectionFactory jms = connections(user);
                    JMSContext session = jms.createContext()) {
                for (String name : new String[] {"pems.mine", "mine", "sync.a.b"}) {
                    assertThatExceptionOfType(JMSRuntimeException.class)
                            .as("%s and the queue %s", user, name)
                            .isThrownBy(() -> session.createProducer().send(session.createQueue(name), "x"));
                    assertThatExceptionOfType(JMSRuntimeException.class)
                            .as("%s and the topic %s", user, name)
                            .isThrownBy(() -> session.createConsumer(session.createTopic(name)));
                }
                assertThatExceptionOfType(JMSRuntimeException.class)
                        .as("%s and a durable subscription", user)
                        .isThrownBy(
                                () -> session.createSharedDurableConsumer(session.createTopic("sync.org-rio"), "mine"));
            }
        }
    }

    @Test
    void whoMayCountMayNotRemove() throws Exception {
        workQueues("worker").queue(SyncQueues.WRITE).send(QueueMessage.of("an item", Map.of()));

        assertThat(asked("worker", "queue." + SyncQueues.WRITE, "countMessages"))
                .isEqualTo(1L);
        assertThat(asked("worker", "queue." + SyncQueues.WRITE, "removeAllMessages"))
                .asString()
                .contains("EDIT");
        assertThat((Long) asked("api", "broker", "getAddressMemoryUsage")).isPositive();
        assertThat((Long) asked("api", "broker", "getGlobalMaxSize")).isPositive();
        assertThat(asked("worker", "broker", "listConnectionIDs")).asString().contains("VIEW");
        assertThat(asked("worker", "queue." + SyncQueues.WRITE, "listMessages", ""))
                .asString()
                .contains("VIEW");
        assertThat(asked("worker", "queue.sync.history", "countMessages"))
                .asString()
                .contains("VIEW");
        assertThat(((Number) broker.askAsAdmin("queue." + SyncQueues.WRITE, "removeAllMessages")).longValue())
                .isEqualTo(1L);
        assertThat(asked("gateway", "queue." + SyncQueues.WRITE, "countMessages"))
                .asString()
                .contains("VIEW");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> asked("producer", "queue." + SyncQueues.WRITE, "countMessages"));
    }

    /** What the broker answers to a question about itself: the number, or its complaint. */
    private Object asked(String user, String resource, String operation, Object... arguments) throws Exception {
        try (ActiveMQConnectionFactory jms = connections(user);
                ActiveMQConnection connection = (ActiveMQConnection) jms.createConnection()) {
            connection.start();
            QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            QueueRequestor requestor = new QueueRequestor(session, (Queue) session.createQueue("activemq.management"));
            Message question = session.createMessage();
            JMSManagementHelper.putOperationInvocation(question, resource, operation, arguments);
            return JMSManagementHelper.getResult(requestor.request(question));
        }
    }

    private static void assertRefused(ThrowingCallable attempt) {
        assertThatExceptionOfType(JmsSecurityException.class).isThrownBy(attempt);
    }

    @Test
    void gatewaysWriteRevocationsAndAllProcessesReadThemAgainAndAgain() throws InterruptedException {
        ControlLog gateway = controlLog("gateway");
        ControlLog worker = controlLog("worker");
        gateway.append("org-rio/u-1", "revoked", Duration.ofMinutes(5));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        worker.follow(heard::add);
        worker.read(heard::add);
        gateway.read(heard::add);

        for (int i = 0; i < 3; i++) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("revoked");
        }
        worker.stop();
        assertRefused(() -> worker.append("org-rio/u-2", "forged", Duration.ofMinutes(5)));
        ControlLog producer = controlLog("producer");
        assertRefused(() -> producer.append("org-rio/u-2", "forged", Duration.ofMinutes(5)));
        assertRefused(() -> producer.read(heard::add));
    }

    private ControlLog controlLog(String user) {
        return new ControlLog(connections(user));
    }

    private WorkQueues workQueues(String user) {
        return new WorkQueues(connections(user), mayConsume -> {});
    }

    private ActiveMQConnectionFactory connections(String user) {
        return broker.connections(user);
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
        assertRefused(() -> publishByJms("gateway", "sync.org-rio", "forged"));
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
    void adminsNeitherPublishNorListenOutsideTheConsole() throws Exception {
        publishByJms("producer", "sync.org-rio", "secret");

        assertRefused(() -> publishByJms("admin", "sync.org-rio", "forged"));
        try (StompSocket admin = connected("admin").subscribeToHistory()) {
            assertThat(admin.read().command()).isEqualTo("ERROR");
        }
    }

    @Test
    void strangersGetNoAnswerButNo() {
        assertThatIOException()
                .isThrownBy(() -> StompSocket.connectedTo(broker.stompPort(), "gateway", "guessed"))
                .withMessageContaining("ERROR");
        assertThatIOException()
                .isThrownBy(() -> StompSocket.connectedTo(broker.stompPort(), "", ""))
                .withMessageContaining("ERROR");
        // The default user name of Artemis' own servers in a cluster, which may do anything.
        assertThatIOException()
                .isThrownBy(
                        () -> StompSocket.connectedTo(broker.stompPort(), "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"))
                .withMessageContaining("ERROR");
        try (ActiveMQConnectionFactory jms = new ActiveMQConnectionFactory(broker.jmsUrl())) {
            assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(jms::createConnection);
        }
        try (ActiveMQConnectionFactory jms = new ActiveMQConnectionFactory(broker.jmsUrl(), "producer", "guessed")) {
            assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(jms::createConnection);
        }
    }

    private StompSocket connected(String user) throws IOException {
        return StompSocket.connectedTo(broker.stompPort(), user, TestLogin.passwordOf(user));
    }

    private static Frame subscribed(StompSocket stomp, String destination) throws IOException {
        stomp.send("SUBSCRIBE\nid:1\ndestination:" + destination + "\nreceipt:subscribed\n\n");
        return stomp.read();
    }

    private void publishByJms(String user, String address, String text) {
        try (ActiveMQConnectionFactory jms = connections(user)) {
            new JmsTemplate(jms).convertAndSend(new ActiveMQTopic(address), text);
        }
    }
}
