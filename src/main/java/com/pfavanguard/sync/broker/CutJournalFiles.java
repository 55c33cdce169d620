package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports files of the journal that are shorter than they must be. Artemis gives each file its whole size before it
 * uses it, reads a file that was cut up to its new end, and reports nothing. The comparison of the history finds lost
 * events only until they would have expired (decision 0029), and edits not at all.
 */
final class CutJournalFiles {

    private static final Logger log = LoggerFactory.getLogger(CutJournalFiles.class);

    private CutJournalFiles() {}

    /** Looks at the journal of a broker that is about to start. */
    static void report(Configuration broker) {
        for (Path file : in(broker.getJournalLocation().toPath(), broker.getJournalFileSize())) {
            log.error(
                    "The journal file {} was cut: it must have {} bytes. Edits, events, conflicts and failed edits that"
                            + " were acknowledged and stood behind the cut are lost. Check the disk; restore a copy of the"
                            + " data directory, or ask users to check the edits they saved last",
                    file,
                    broker.getJournalFileSize());
        }
    }

    /**
     * Returns the files that are too short.
     *
     * @param journal a directory, which may not exist yet
     * @param size bytes of each file; Artemis rounds up to its block size, never down
     */
    static List<Path> in(Path journal, long size) {
        if (!Files.isDirectory(journal)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".amq"))
                    .filter(file -> file.toFile().length() < size)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // Artemis reads the same directory in a moment and says why it cannot.
            log.debug("Cannot look at the journal files in {}", journal, e);
            return List.of();
        }
    }
}
