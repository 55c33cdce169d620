package com.pfavanguard.sync.pair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ways to run a pair of brokers that decision 0044 compares: {@code single/broker.xml}, and a part for the pair. */
enum Candidate {
    SHARED_STORE("shared-store-primary", "shared-store-backup", "AMQ221033"),
    SHARED_STORE_PEERS("shared-store-peers", "shared-store-peers", "AMQ221034"),
    REPLICATION("replication-primary", "replication-backup", "AMQ221024"),
    REPLICATION_PEERS("replication-peers", "replication-peers", "AMQ221024"),
    MIRROR("mirror", "mirror", "AMQ111003"),
    MIRROR_WITHOUT_ACKNOWLEDGEMENTS("mirror-without-acknowledgements", "mirror-without-acknowledgements", "AMQ111003");

    private static final Path SINGLE = Path.of("broker-config/single/broker.xml");

    private final String first;
    private final String second;
    private final String standingBy;

    /** @param standingBy what the second broker logs when it is ready to take over */
    Candidate(String first, String second, String standingBy) {
        this.first = first;
        this.second = second;
        this.standingBy = standingBy;
    }

    boolean isMirror() {
        return name().startsWith("MIRROR");
    }

    boolean sharesTheStore() {
        return name().startsWith("SHARED");
    }

    /** Whether the first broker takes over again when it comes back. */
    boolean failsBack() {
        return this == SHARED_STORE || this == REPLICATION;
    }

    String standingBy() {
        return standingBy;
    }

    Path first(Path directory) throws IOException {
        return write(directory, first);
    }

    Path second(Path directory) throws IOException {
        return write(directory, second);
    }

    private Path write(Path directory, String part) throws IOException {
        String pair = Files.readString(Path.of("src/test/resources/pair", part + ".xml"));
        String xml = Files.readString(SINGLE);
        if (isMirror()) {
            // The acceptors for clients open at the broker that holds the lock.
            xml = xml.replace("<acceptor name=", "<acceptor lock-coordinator=\"clients\" name=")
                    .replace(
                            "</acceptors>",
                            "<acceptor name=\"mirror\">tcp://127.0.0.1:${BROKER_MIRROR_PORT}?protocols=AMQP</acceptor></acceptors>")
                    .replace(
                            "</security-settings>",
                            "<security-setting match=\"$ACTIVEMQ_ARTEMIS_MIRROR_peer\">"
                                    + "<permission type=\"createAddress\" roles=\"mirrors\"/>"
                                    + "<permission type=\"createDurableQueue\" roles=\"mirrors\"/>"
                                    + "<permission type=\"send\" roles=\"mirrors\"/>"
                                    + "<permission type=\"consume\" roles=\"mirrors\"/>"
                                    + "</security-setting></security-settings>");
        }
        return Files.writeString(directory.resolve(part + ".xml"), xml.replace("  </core>", pair + "\n  </core>"));
    }
}
