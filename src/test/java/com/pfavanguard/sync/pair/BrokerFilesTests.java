package com.pfavanguard.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds {@code ha-pair/broker.xml} to {@code single/broker.xml}: a change to one belongs in the other. */
class BrokerFilesTests {

    private static final Path FILES = Path.of("broker-config");

    @Test
    void thePairsFileDiffersInItsMarkedPartAndInTheSharedDirectoryAlone() throws IOException {
        String single = Files.readString(FILES.resolve("single/broker.xml"));
        String pair = Files.readString(FILES.resolve("ha-pair/broker.xml"));

        assertThat(pair).contains("<!-- pair: begin -->").contains("BROKER_DATA-is-not-set");
        assertThat(pair.replaceAll("(?s)\n *<!-- pair: begin -->.*?<!-- pair: end -->\n", "")
                        .replace("${BROKER_DATA:/dev/null/BROKER_DATA-is-not-set}", "${BROKER_DATA:data}"))
                .isEqualTo(single);
    }
}
