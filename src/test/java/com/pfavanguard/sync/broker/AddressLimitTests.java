package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AddressLimitTests {

    private static final String URL = "vm://4711";

    private static final String HISTORY = "history";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private ServerLocator locator;
    private ClientSessionFactory factory;
    private ClientSession session;

    @BeforeEach
    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration("in-vm", URL);
        configuration.addAddressSetting(
                "sync.#",
                new AddressSettings().setAutoCreateQueues(false).setDefaultAddressRoutingType(RoutingType.MULTICAST));
        configuration.registerBrokerPlugin(new AddressLimit(2));
        broker.setConfiguration(configuration);
        broker.start();
        locator = ActiveMQClient.createServerLocator(URL);
        factory = locator.createSessionFactory();
        session = factory.createSession(true, true);
        session.createAddress(SimpleString.of("sync.#"), RoutingType.MULTICAST, false);
        session.createQueue(QueueConfiguration.of(HISTORY)
                .setAddress("sync.#")
                .setRoutingType(RoutingType.MULTICAST)
                .setRingSize(1L));
    }

    @AfterEach
    void stop() throws Exception {
        locator.close();
        broker.stop();
    }

    /** As JMS and STOMP producers do: what is not there yet is made. */
    private void publish(String address) throws ActiveMQException {
        if (!exists(address)) {
            session.createAddress(SimpleString.of(address), RoutingType.MULTICAST, true);
        }
        try (ClientProducer producer = session.createProducer(address)) {
            producer.send(session.createMessage(true));
        }
    }

    private boolean exists(String address) {
        return broker.getActiveMQServer().getAddressInfo(SimpleString.of(address)) != null;
    }

    private boolean holdsNothing(String address) throws Exception {
        return broker.getActiveMQServer()
                        .getPagingManager()
                        .getPageStore(SimpleString.of(address))
                        .getAddressSize()
                == 0;
    }

    @Test
    void addressesThatHoldNothingMakeRoomForOthers() throws Exception {
        publish("sync.org-a");
        publish("sync.org-b");
        // The history holds one event, so a's goes.
        Awaitility.await()
                .until(() -> broker.getActiveMQServer().locateQueue(HISTORY).getMessageCount() == 1
                        && holdsNothing("sync.org-a"));

        publish("sync.org-c");

        assertThat(exists("sync.org-a")).isFalse();
        assertThat(exists("sync.org-b")).isTrue();
        assertThat(exists("sync.org-c")).isTrue();
    }

    @Test
    void oneTooManyIsRefusedAndTheOthersGoOn() throws Exception {
        session.createQueue(
                QueueConfiguration.of("more-history").setAddress("sync.#").setRoutingType(RoutingType.MULTICAST));
        publish("sync.org-a");
        publish("sync.org-b");

        assertThatThrownBy(() -> publish("sync.org-c"))
                .isInstanceOf(ActiveMQException.class)
                .hasMessageContaining("Too many organizations");

        publish("sync.org-a");
        publish(StompBroker.HISTORY_MARKER_ADDRESS); // the gateway's own, without which it learns nothing
        assertThat(exists("sync.org-c")).isFalse();
    }
}
