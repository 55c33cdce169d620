package com.pfavanguard.sync.producer.test;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * An Artemis broker in this JVM: without files, ports and logins. It accepts what the real broker accepts from a
 * producer, topics {@code sync.<organizationId>}, and refuses every other destination. One for each JVM.
 */
final class TestEventBroker implements AutoCloseable {

    static final String EVENTS = "sync.test";

    // Numbers of brokers within one JVM; an application under test may have its own, and those begin at 0.
    private static final int SERVER_ID = 71_604;

    private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
    private final ActiveMQConnectionFactory connectionFactory;

    TestEventBroker() throws Exception {
        quieten();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("sync-events-test");
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(false);
        configuration.setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of("serverId", SERVER_ID)));
        configuration.addAddressSetting(
                "#", new AddressSettings().setAutoCreateAddresses(false).setAutoCreateQueues(false));
        configuration.addAddressSetting(
                "sync.*",
                new AddressSettings()
                        .setDefaultAddressRoutingType(RoutingType.MULTICAST)
                        .setAutoCreateAddresses(true)
                        .setAutoCreateQueues(false));
        artemis.setConfiguration(configuration);
        artemis.start();
        artemis.getActiveMQServer()
                .createQueue(QueueConfiguration.of(EVENTS)
                        .setAddress(SimpleString.of("sync.#"))
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(false));
        connectionFactory = new ActiveMQConnectionFactory("vm://" + SERVER_ID);
    }

    /** Artemis logs each message that is sent and read, and the start of a broker. Nothing of it helps a test. */
    static void quieten() {
        LoggingSystem logs = LoggingSystem.get(TestEventBroker.class.getClassLoader());
        logs.setLogLevel("org.apache.activemq.audit", LogLevel.OFF);
        logs.setLogLevel("org.apache.activemq.artemis.core.server", LogLevel.ERROR);
    }

    ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    @Override
    public void close() throws Exception {
        connectionFactory.close();
        artemis.stop();
    }
}
