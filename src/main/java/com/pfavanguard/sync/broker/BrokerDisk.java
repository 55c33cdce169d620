package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * How much space is free where the embedded broker keeps its data. While it is less than must be free, the broker
 * refuses what it would have to write; Artemis' own check would say "address is full", and cut off STOMP clients, the
 * gateway's own link among them. Looked at once a second; asked for each message.
 */
public final class BrokerDisk {

    private static final Logger log = LoggerFactory.getLogger(BrokerDisk.class);

    private final Path directory;
    private final long minFree;
    private volatile long free = Long.MAX_VALUE;
    private volatile boolean isShort;

    BrokerDisk(Path directory, DataSize minFree) {
        this.directory = directory.toAbsolutePath().normalize();
        this.minFree = minFree.toBytes();
    }

    void look() {
        try {
            look(Files.getFileStore(directory).getUsableSpace());
        } catch (IOException e) {
            // The directory is not there yet, or not any more; what comes of that the broker says itself.
            log.debug("The free space of {} cannot be told", directory, e);
        }
    }

    private void look(long usable) {
        // Negative where there is more than a long can say.
        free = usable < 0 ? Long.MAX_VALUE : usable;
        // A tenth more to be open again, so that it does not open and close with each message.
        boolean now = isShort ? free / 11 * 10 < minFree : free < minFree;
        if (now && !isShort) {
            log.error(
                    "Only {} are free for the broker's data in {}, and {} must be: events and edits are refused until"
                            + " there is more. Free some space, or lower sync.broker.embedded.min-disk-free.",
                    megabytes(free),
                    directory,
                    megabytes(minFree));
        } else if (!now && isShort) {
            log.info("{} are free for the broker's data again: events and edits are taken", megabytes(free));
        }
        isShort = now;
    }

    /** Whether less is free than must be. */
    public boolean isShort() {
        return isShort;
    }

    /** Bytes that are free. */
    public long free() {
        return free;
    }

    /** Bytes that must be free. */
    public long minFree() {
        return minFree;
    }

    public Path directory() {
        return directory;
    }

    /** For those whose message is refused. */
    String refusal() {
        return "The message broker's disk is nearly full: %s are free, and %s must be"
                .formatted(megabytes(free), megabytes(minFree));
    }

    private static String megabytes(long bytes) {
        return DataSize.ofBytes(bytes).toMegabytes() + " MB";
    }
}
