package com.pfavanguard.sync.benchmark;

/**
 * Seconds that passed and milliseconds of processor time a server, its broker and this driver used meanwhile.
 *
 * @param brokerMs {@code NaN} without a broker
 */
record CpuUse(double seconds, double serverMs, double brokerMs, double driverMs) {

    private static final double MICROS_PER_MS = 1_000;

    /** Reads the clocks twice: when made, and when asked. */
    static final class Meter {

        private final Stopwatch server;
        private final Stopwatch broker;
        private final boolean hasBroker;

        Meter(Contestant contestant) {
            ServerProcess itsBroker = contestant.broker();
            hasBroker = itsBroker != null;
            server = new Stopwatch(contestant.server());
            broker = new Stopwatch(itsBroker != null ? itsBroker : contestant.server());
        }

        CpuUse read() {
            return new CpuUse(
                    server.seconds(),
                    server.serverCpuMs(),
                    hasBroker ? broker.serverCpuMs() : Double.NaN,
                    server.driverCpuMs());
        }
    }

    double serverMicrosFor(long count) {
        return serverMs * MICROS_PER_MS / count;
    }

    double brokerMicrosFor(long count) {
        return brokerMs * MICROS_PER_MS / count;
    }

    double driverMicrosFor(long count) {
        return driverMs * MICROS_PER_MS / count;
    }
}
