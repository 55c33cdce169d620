package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ArtemisBroker;
import com.pfavanguard.sync.testing.ArtemisDistribution;
import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.StompSocket;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the real broker from {@code broker-config/single}, sends, kills it, and reads what it kept. */
class ArtemisDistributionIT {

    @TempDir
    Path directory;

    private ArtemisBroker broker;

    @BeforeEach
    void createBroker() throws Exception {
        broker = ArtemisDistribution.create(directory.resolve("broker"), ExternalBroker.BROKER_XML)
                .user(TestLogin.GATEWAY, "gateways", "workers")
                .user(TestLogin.PRODUCER, "producers");
    }

    @AfterEach
    void closeBroker() throws Exception {
        broker.close();
    }

    @Test
    void theHistorySurvivesKillMinus9AndAFreeze() throws Exception {
        broker.start();
        publish("first");
        publishByJms("second");

        broker.kill();
        broker.start();
        broker.freeze();
        broker.thaw();

        try (StompSocket gateway = StompSocket.connectedTo(broker.stompPort()).subscribeToHistory()) {
            assertThat(gateway.read().text()).isEqualTo("first");
            assertThat(gateway.read().text()).isEqualTo("second");
        }
        broker.stop();
        assertThat(broker.log()).contains("---- start 2").contains("AMQ221002");
    }

    private void publish(String body) {
        try (StompProducer producer = new StompProducer(broker.stompPort())) {
            producer.sendText("/topic/sync.org-rio", body, "persistent:true");
        }
    }

    private void publishByJms(String body) {
        try (var connections = new ActiveMQConnectionFactory(
                        "tcp://127.0.0.1:" + broker.jmsPort(),
                        TestLogin.PRODUCER,
                        TestLogin.passwordOf(TestLogin.PRODUCER));
                var jms = connections.createContext()) {
            jms.createProducer().send(jms.createTopic("sync.org-rio"), body);
        }
    }
}
