package com.pfavanguard.sync.cli.doctor;

import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.start.Finding;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compares the limits of the system with the settings: open files, heap, memory of the container. Open files are those of
 * the gateway that runs, if its process can be found; otherwise all are those of this command, as the same shell would
 * give them to a gateway.
 */
final class LimitsCheck implements Check {

    /** Files that a process needs beside its sessions: jar, journal, sockets of the broker. */
    private static final int OTHER_FILES = 100;

    private static final int DEFAULT_SESSIONS = 10_000;
    private static final long MEGABYTE = 1024 * 1024;

    // Beside the heap a JVM needs memory for code, threads and buffers.
    private static final double LARGEST_HEAP_SHARE = 0.8;

    private final Surroundings surroundings;
    private final Limits limits;

    LimitsCheck(Surroundings surroundings, Limits limits) {
        this.surroundings = surroundings;
        this.limits = limits;
    }

    /** The limits of this process. */
    record Limits(long openFiles, long heap, long memory, int processors) {

        static Limits ofThisProcess() {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long files = system instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : Long.MAX_VALUE;
            return new Limits(
                    files,
                    Runtime.getRuntime().maxMemory(),
                    // Of the container, if there is one.
                    system.getTotalMemorySize(),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public List<Finding> look(Setup setup) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Optional<Long> pid = surroundings
                .gateway(setup)
                .flatMap(running -> PortOwner.of(running.base().getPort()))
                .map(ProcessHandle::pid);
        if (setup.roles().contains(Role.GATEWAY)) {
            findings.add(files(setup, pid));
        }
        findings.add(heap());
        findings.add(Finding.fine("%d processors", limits.processors()));
        return findings;
    }

    private Finding files(Setup setup, Optional<Long> pid) {
        int sessions = setup.number("sync.gateway.max-connections", DEFAULT_SESSIONS);
        long files = pid.flatMap(LimitsCheck::filesOf).orElse(limits.openFiles());
        String whose = pid.isPresent() ? "The gateway" : "A process of this user";
        long needed = (long) sessions + OTHER_FILES;
        return files < needed
                ? Finding.problem(
                        "%s may open %,d files, and sync.gateway.max-connections=%d needs %,d. Raise the limit (ulimit -n"
                                + " %d, or LimitNOFILE= of systemd), or lower sync.gateway.max-connections",
                        whose, files, sessions, needed, needed)
                : Finding.fine("%s may open %,d files; %,d sessions need %,d", whose, files, sessions, needed);
    }

    private static Optional<Long> filesOf(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .map(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // not Linux, or of another user
        }
    }

    private Finding heap() {
        Supplier<String> figures = () -> "The heap may grow to %,d MB of %,d MB of memory"
                .formatted(limits.heap() / MEGABYTE, limits.memory() / MEGABYTE);
        return limits.heap() > limits.memory() * LARGEST_HEAP_SHARE
                ? Finding.problem(
                        "%s, with the options of this command: the system may kill the gateway. Set -Xmx to three quarters"
                                + " of it at most, or raise the container's limit",
                        figures.get())
                : Finding.fine("%s, with the options of this command", figures.get());
    }
}
