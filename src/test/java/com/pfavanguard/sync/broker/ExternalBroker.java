package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;

/** Reads the files {@code broker.xml} below {@code broker-config} as Artemis reads them. */
public final class ExternalBroker {

    static final Path BROKER_XML = Path.of("broker-config", "single", "broker.xml");

    private ExternalBroker() {}

    /** All of them: for a single broker, and for a pair. */
    static List<Path> brokerXmls() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("broker-config"))) {
            return files.filter(file -> file.endsWith("broker.xml")).sorted().toList();
        }
    }

    /** The file for a single broker. */
    public static FileConfiguration configuration() throws Exception {
        return configuration(BROKER_XML);
    }

    /** Validates against Artemis' schema, then parses. */
    static FileConfiguration configuration(Path brokerXml) throws Exception {
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager deployment =
                new FileDeploymentManager(brokerXml.toUri().toURL().toString());
        deployment.addDeployable(configuration);
        deployment.readConfiguration();
        return configuration;
    }
}
