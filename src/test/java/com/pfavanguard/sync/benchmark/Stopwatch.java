package com.pfavanguard.sync.benchmark;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Time that passes, and processor time the gateway and this driver use meanwhile; runs from its construction on. */
final class Stopwatch {

    private final PackagedGateway gateway;
    private final long began = System.nanoTime();
    private final Duration gatewayBefore;
    private final long driverBefore = driverNanos();

    Stopwatch(PackagedGateway gateway) {
        this.gateway = gateway;
        this.gatewayBefore = gateway.cpu();
    }

    private static long driverNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    double gatewayCpuMs() {
        return gateway.cpu().minus(gatewayBefore).toNanos() / 1e6;
    }

    double driverCpuMs() {
        return (driverNanos() - driverBefore) / 1e6;
    }
}
