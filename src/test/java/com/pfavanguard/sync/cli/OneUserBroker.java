package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.testing.FreePorts;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** A real Artemis in memory that lets one user in, as a publisher from another machine would meet it. */
record OneUserBroker(EmbeddedActiveMQ artemis, String url) implements AutoCloseable {

    static OneUserBroker open(String user, String password) throws Exception {
        String url = "tcp://localhost:" + FreePorts.next();
        EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
        artemis.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .addAcceptorConfiguration("jms", url + "?protocols=CORE"));
        artemis.setSecurityManager(new OneUser(user, password));
        artemis.start();
        return new OneUserBroker(artemis, url);
    }

    @Override
    public void close() throws Exception {
        artemis.stop();
    }

    private record OneUser(String name, String secret) implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(String user, String password) {
            return name.equals(user) && secret.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
            return validateUser(user, password);
        }
    }
}
