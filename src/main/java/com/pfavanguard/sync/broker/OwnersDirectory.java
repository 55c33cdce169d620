package com.pfavanguard.sync.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects the broker's data from other users of the machine: the journal holds values of edits, such as amounts of
 * money.
 */
final class OwnersDirectory {

    private static final Logger log = LoggerFactory.getLogger(OwnersDirectory.class);

    private OwnersDirectory() {}

    /**
     * Creates the directory if it is absent, and makes it accessible to its owner alone where the file system supports
     * owners.
     *
     * @throws BrokerStartException if files cannot be created in it, as on a read-only file system; Artemis would name
     *     one of its own files, and its caller would suspect another process
     */
    static void prepare(Path directory) {
        requireWritable(directory.toAbsolutePath().normalize());
        try {
            PosixFileAttributeView permissions = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
            if (permissions != null) {
                permissions.setPermissions(PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            log.warn(
                    "Other users of this machine may be able to read {}: {}", directory.toAbsolutePath(), e.toString());
        }
    }

    private static void requireWritable(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "writable", null));
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The embedded broker cannot write to its data directory " + directory + ": " + e,
                    "Mount the disk writable, free space on it, or give the directory to the user of this process. Or set"
                            + " sync.broker.embedded.data-directory to another one.",
                    e);
        }
    }
}
