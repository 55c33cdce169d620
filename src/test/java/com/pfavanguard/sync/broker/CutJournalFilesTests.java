package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutJournalFilesTests {

    private static final int SIZE = 1_000;

    @TempDir
    Path journal;

    private Path file(String name, int bytes) throws IOException {
        return Files.write(journal.resolve(name), new byte[bytes]);
    }

    @Test
    void onlyShortFilesOfTheJournalAreFound() throws Exception {
        file("activemq-data-1.amq", SIZE);
        Path cut = file("activemq-data-2.amq", SIZE - 1);
        Path emptied = file("activemq-data-3.amq", 0);
        // Not in use yet: Artemis deletes it at the next start.
        file("activemq-data-4.amq.tmp", 10);
        file("server.lock", 19);

        assertThat(CutJournalFiles.in(journal, SIZE)).containsExactly(cut, emptied);
    }

    @Test
    void aFirstStartHasNone() {
        assertThat(CutJournalFiles.in(journal.resolve("none"), SIZE)).isEmpty();
    }
}
