package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * A broker run from {@code broker-config/single/broker.xml}, with ports and directories of the test, and one user for each
 * role. A right can be taken away while it runs.
 */
final class RoleBroker implements AutoCloseable {

    /** Each has the one role that is called like it, with an "s". */
    static final Set<String> USERS = Set.of("producer", "gateway", "api", "worker", "admin");

    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    RoleBroker(Path dataDirectory) throws Exception {
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

    private static SecurityConfiguration users() {
        SecurityConfiguration users = new SecurityConfiguration();
        for (String user : USERS) {
            users.addUser(user, TestLogin.passwordOf(user));
            users.addRole(user, user + "s");
        }
        return users;
    }

    int stompPort() {
        return stompPort;
    }

    String jmsUrl() {
        return "tcp://127.0.0.1:" + jmsPort;
    }

    ActiveMQConnectionFactory connections(String user) {
        return new ActiveMQConnectionFactory(jmsUrl(), user, TestLogin.passwordOf(user));
    }

    /** A process of the application that logs in as this user. */
    TestGateway process(String user, String... settings) {
        return TestGateway.externalAs(stompPort, jmsPort, user, TestLogin.passwordOf(user), settings);
    }

    ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    /** Ends all STOMP connections, as a fault of the network does. */
    void cutStomp() {
        server().getRemotingService().getConnections().stream()
                .filter(connection -> connection.getProtocolName().equals("STOMP"))
                .forEach(connection -> connection.disconnect(false));
    }

    /** Takes the right away until the answer is closed. Holds for connections that are open, too. */
    Taken take(Right right) {
        HierarchicalRepository<Set<Role>> rights = server().getSecurityRepository();
        Set<Role> all = server().getConfiguration().getSecurityRoles().get(right.match());
        rights.addMatch(right.match(), right.takenFrom(all));
        return () -> rights.addMatch(right.match(), all);
    }

    /** Gives the right back. */
    interface Taken extends AutoCloseable {

        @Override
        void close();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
