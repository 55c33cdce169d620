package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.start.Finding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the embedded broker's data directory and at the disk that it is on. */
final class DiskCheck implements Check {

    private static final long MEGABYTE = 1024 * 1024;

    // Where Artemis keeps the lock of a data directory.
    private static final String LOCK = "journal/server.lock";

    private final Surroundings surroundings;

    DiskCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> look(Setup setup) throws IOException, InterruptedException {
        Optional<BrokerProperties> broker =
                setup.find(BrokerProperties.class).filter(each -> each.mode() == Mode.EMBEDDED);
        if (broker.isEmpty()) {
            return List.of(Finding.fine("Nothing is kept on this machine's disk"));
        }
        Path directory =
                broker.get().embedded().dataDirectory().toAbsolutePath().normalize();
        Path existing = existing(directory);
        if (existing == null || !Files.isWritable(existing) || !Files.isDirectory(existing)) {
            return List.of(Finding.problem(
                    "This user cannot write to %s, where the embedded broker keeps its data. Mount the disk writable, give"
                            + " the directory to the user of the gateway, or set sync.broker.embedded.data-directory",
                    existing == null ? directory : existing));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                space(directory, existing, broker.get().embedded().minDiskFree().toBytes()));
        if (isLocked(directory.resolve(LOCK)) && surroundings.gateway(setup).isEmpty()) {
            findings.add(Finding.problem(
                    "Another process uses %s, and no gateway answers on the port of these settings. Stop it, or set"
                            + " sync.broker.embedded.data-directory",
                    directory));
        }
        return findings;
    }

    private static @Nullable Path existing(Path directory) {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static Finding space(Path directory, Path existing, long required) throws IOException {
        long free = Files.getFileStore(existing).getUsableSpace();
        String figures = "%,d MB are free for %s, and %,d MB are required"
                .formatted(free / MEGABYTE, directory, required / MEGABYTE);
        if (free < required) {
            return Finding.problem(
                    "%s: the broker refuses events and edits. Free some space, or lower"
                            + " sync.broker.embedded.min-disk-free",
                    figures);
        }
        return free < 2 * required
                ? Finding.warning("%s: space gets short. Free some", figures)
                : Finding.fine("%s", figures);
    }

    // Locks only for a moment, and only a file that exists.
    private static boolean isLocked(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock(1, 1, false);
            if (lock == null) {
                return true;
            }
            lock.release();
            return false;
        } catch (OverlappingFileLockException e) {
            return true; // of this process itself
        } catch (IOException e) {
            return false; // of another user; the start says so
        }
    }
}
