package com.pfavanguard.sync.broker;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;

/** {@code broker-config/single/broker.xml}, read as Artemis reads it. */
public final class ExternalBroker {

    static final Path BROKER_XML = Path.of("broker-config", "single", "broker.xml");

    private ExternalBroker() {}

    /** Validates against Artemis' schema, then parses. */
    public static FileConfiguration configuration() throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager deployment =
                new FileDeploymentManager(BROKER_XML.toUri().toURL().toString());
        deployment.addDeployable(configuration);
        deployment.readConfiguration();
        return configuration;
    }
}
