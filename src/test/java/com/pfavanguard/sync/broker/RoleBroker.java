package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.testing.FreePorts;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.TestLogin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
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

    // The broker does not say that it must not answer.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final int stompPort = FreePorts.next();
    private final int jmsPort = FreePorts.next();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

    RoleBroker(Path dataDirectory) throws Exception {
        Configuration configuration = ExternalBroker.configuration();
        configuration.setBrokerInstance(dataDirectory.toFile());
        // The file may be edited while the test runs, and must not be read again.
        configuration.setConfigurationFileRefreshPeriod(-1);
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

    /** Asks in the way of {@code bin/artemis}; throws what the broker complains of, or if it does not answer. */
    Object askAsAdmin(String resource, String operation, Object... arguments) throws Exception {
        try (ActiveMQConnectionFactory jms = connections("admin");
                ClientSessionFactory sessions = jms.getServerLocator().createSessionFactory();
                ClientSession session =
                        sessions.createSession(jms.getUser(), jms.getPassword(), false, true, true, false, 0)) {
            session.start();
            ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putOperationInvocation(question, resource, operation, arguments);
            ClientMessage answer = requestor.request(question, ANSWER_WITHIN.toMillis());
            requestor.close();
            if (answer == null || !ManagementHelper.hasOperationSucceeded(answer)) {
                throw new IllegalStateException(
                        answer == null ? "No answer" : String.valueOf(ManagementHelper.getResult(answer)));
            }
            return ManagementHelper.getResult(answer);
        }
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
