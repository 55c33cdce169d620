package com.pfavanguard.sync.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Time that passes, and processor time a server and this driver use meanwhile; runs from its construction on. */
final class Stopwatch {

    private final ServerProcess server;
    private final long began = System.nanoTime();
    private final Duration serverBefore;
    private final long driverBefore = driverNanos();

    Stopwatch(ServerProcess server) {
        this.server = server;
        this.serverBefore = server.cpu();
    }

    private static long driverNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    double serverCpuMs() {
        return server.cpu().minus(serverBefore).toNanos() / 1e6;
    }

    double driverCpuMs() {
        return (driverNanos() - driverBefore) / 1e6;
    }
}
