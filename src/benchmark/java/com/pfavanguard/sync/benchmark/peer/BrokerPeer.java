package com.pfavanguard.sync.benchmark.peer;

import com.pfavanguard.sync.broker.ExternalBroker;
import java.io.File;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An Artemis broker with the settings of {@code broker-config/single/broker.xml}, except ports and directories. */
public final class BrokerPeer {

    /** May do everything; gateway, relay and producer all log in as this one. */
    public static final String USER = "benchmark";

    public static final String PASSWORD = "benchmark";

    private BrokerPeer() {}

    /** @param arguments its directory, its STOMP port, its JMS port */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = ExternalBroker.configuration();
        configuration.setBrokerInstance(new File(arguments[0]));
        configuration.clearAcceptorConfigurations();
        configuration.addAcceptorConfiguration(
                "stomp", "tcp://127.0.0.1:" + arguments[1] + "?protocols=STOMP;multicastPrefix=/topic/");
        configuration.addAcceptorConfiguration("jms", "tcp://127.0.0.1:" + arguments[2] + "?protocols=CORE");
        // The relay subscribes to each organization at the broker; broker.xml allows that to no role.
        configuration.getSecurityRoles().values().forEach(roles -> roles.add(everything()));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users()));
        broker.start();
        Peers.ready();
    }

    private static SecurityConfiguration users() {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, USER);
        return users;
    }

    private static Role everything() {
        return new Role(USER, true, true, true, true, true, true, true, true, true, true, true, true);
    }
}
