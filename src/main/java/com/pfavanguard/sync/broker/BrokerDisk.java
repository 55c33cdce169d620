package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * Watches the free space on the disk of the embedded broker's data. While less than the required space is free, the
 * broker refuses every message that it would have to write. Artemis' own check would say "address is full" and cut off
 * STOMP clients, among them the gateway's own link. Measured once a second; read for each message.
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
            // The directory does not exist yet, or any more; the broker itself reports what follows from that.
            log.debug("Cannot measure the free space of {}", directory, e);
        }
    }

    private void look(long usable) {
        // Negative if the free space exceeds a long.
        free = usable < 0 ? Long.MAX_VALUE : usable;
        // Ten per cent more is required to accept messages again, so that it does not switch with each message.
        boolean now = isShort ? free / 11 * 10 < minFree : free < minFree;
        if (now && !isShort) {
            log.error(
                    "Only {} are free for the broker's data in {}, and {} are required: events and edits are refused until"
                            + " there is more. Free some space, or lower sync.broker.embedded.min-disk-free.",
                    megabytes(free),
                    directory,
                    megabytes(minFree));
        } else if (!now && isShort) {
            log.info("{} are free for the broker's data again: events and edits are accepted", megabytes(free));
        }
        isShort = now;
    }

    /** Returns whether less than the required space is free. */
    public boolean isShort() {
        return isShort;
    }

    /** Returns the free space in bytes. */
    public long free() {
        return free;
    }

    /** Returns the required space in bytes. */
    public long minFree() {
        return minFree;
    }

    public Path directory() {
        return directory;
    }

    /** Returns the reason for a producer whose message is refused. */
    String refusal() {
        return "The message broker's disk is nearly full: %s are free, and %s are required"
                .formatted(megabytes(free), megabytes(minFree));
    }

    private static String megabytes(long bytes) {
        return DataSize.ofBytes(bytes).toMegabytes() + " MB";
    }
}
