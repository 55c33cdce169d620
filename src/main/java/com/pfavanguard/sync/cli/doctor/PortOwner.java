package com.pfavanguard.sync.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the process that listens on a TCP port, from Linux' {@code /proc} (proc(5), proc_pid_net(5)). Finds nothing on
 * other systems, and no process of another user.
 */
final class PortOwner {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortOwner() {}

    static Optional<ProcessHandle> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            sockets.addAll(listening(PROC.resolve(table), port));
        }
        return sockets.isEmpty() ? Optional.empty() : holder(sockets);
    }

    private static Collection<String> listening(Path table, int port) {
        String ending = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[1].endsWith(ending) && fields[3].equals(LISTENING))
                    .map(fields -> "socket:[" + fields[9] + "]")
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Set.of(); // no such table
        }
    }

    private static Optional<ProcessHandle> holder(Set<String> sockets) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), sockets))
                .findFirst();
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(PROC.resolve(String.valueOf(pid)).resolve("fd"))) {
            for (Path file : files) {
                if (isOneOf(file, sockets)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Of another user, or ended meanwhile.
        }
        return false;
    }

    private static boolean isOneOf(Path file, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
