package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis that runs from a copy of {@code broker-config/single/broker.xml} on ports of the test, and reads the copy again
 * when it changes, as an external broker does.
 */
final class XmlBroker implements AutoCloseable {

    private final Path xml;
    private final String original;
    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final SecurityConfiguration users = new SecurityConfiguration();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    private XmlBroker(Path directory) throws IOException {
        xml = directory.resolve("broker.xml");
        original = Files.readString(ExternalBroker.BROKER_XML)
                .replace("${BROKER_HOST:0.0.0.0}", "127.0.0.1")
                .replace("${BROKER_STOMP_PORT:61613}", String.valueOf(stompPort))
                .replace("${BROKER_JMS_PORT:61616}", String.valueOf(jmsPort))
                .replace("${BROKER_DATA:data}", directory.resolve("data").toString())
                // Otherwise seconds pass until the broker knows of a change.
                .replace(
                        "<persistence-enabled>",
                        "<configuration-file-refresh-period>100</configuration-file-refresh-period>"
                                + "<security-invalidation-interval>0</security-invalidation-interval>"
                                + "<persistence-enabled>");
    }

    /** @param change what is wrong in the broker's file */
    static XmlBroker startIn(Path directory, UnaryOperator<String> change) throws Exception {
        XmlBroker broker = new XmlBroker(directory);
        broker.write(change);
        broker.broker.setConfigResourcePath(broker.xml.toUri().toString());
        broker.broker.setSecurityManager(
                new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), broker.users));
        broker.broker.start();
        return broker;
    }

    /** Writes the file, with this change to the one in {@code broker-config}; the broker reads it by itself. */
    void write(UnaryOperator<String> change) throws IOException {
        Files.writeString(xml, change.apply(original));
    }

    /** Adds a user with the usual password of tests, or gives it other roles. */
    void setRoles(String name, String... roles) {
        users.removeUser(name);
        users.addUser(name, TestLogin.passwordOf(name));
        for (String role : roles) {
            users.addRole(name, role);
        }
    }

    /** Adds a user without roles that has another password than the tests use. */
    void addUserWithPassword(String name, String password) {
        users.addUser(name, password);
    }

    /** Cuts off all STOMP clients; they may come back at once. */
    void cutStomp() {
        broker.getActiveMQServer().getRemotingService().getConnections().stream()
                .filter(connection -> connection.getProtocolName().equals("STOMP"))
                .forEach(connection -> connection.disconnect(false));
    }

    int stompPort() {
        return stompPort;
    }

    int jmsPort() {
        return jmsPort;
    }

    EmbeddedActiveMQ artemis() {
        return broker;
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
