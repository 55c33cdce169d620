package com.pfavanguard.sync.growth;

import java.util.SplittableRandom;

/**
 * The broker is silent for a while; then every gateway's link connects at its next attempt, reads the whole ring again,
 * and goes on. All rings come from one broker.
 */
final class BrokerFailover {

    private static final long SEED = 20261130L;

    // As LinkPauses while no broker accepts connections.
    private static final int FIRST_PAUSE_MS = 100;
    private static final int LONGEST_PAUSE_MS = 1_000;
    private static final int JITTER_MS = 50;

    private BrokerFailover() {}

    /**
     * How long no events come, in seconds.
     *
     * @param firstLink until the first gateway is connected again
     * @param lastLink until the last one is
     * @param lastCaughtUp until the last one has read the ring
     */
    record Result(double firstLink, double lastLink, double lastCaughtUp) {}

    /**
     * What reading the history costs, measured as processor time and turned into a rate.
     *
     * @param ring messages in the history
     * @param brokerPerSecond messages that the broker hands out each second, to all gateways together
     * @param linkPerSecond messages that one gateway reads each second
     */
    record Cost(int ring, int brokerPerSecond, int linkPerSecond) {

        private static final int BROKER_CORES = 2;
        private static final int BROKER_MICROS = 25;
        private static final int LINK_MICROS = 10;

        /** A full history of the size as shipped, and a broker with two processors. */
        static Cost measured() {
            return new Cost(20_000, BROKER_CORES * 1_000_000 / BROKER_MICROS, 1_000_000 / LINK_MICROS);
        }
    }

    /**
     * Simulates one failover.
     *
     * @param silentMs from the loss of the connection to the next broker that accepts one
     */
    static Result of(int gateways, int silentMs, Cost cost) {
        SplittableRandom random = new SplittableRandom(SEED);
        double first = Double.MAX_VALUE;
        double last = 0;
        for (int i = 0; i < gateways; i++) {
            double connected = connectedAfter(silentMs, random) / 1000;
            first = Math.min(first, connected);
            last = Math.max(last, connected);
        }
        double alone = (double) cost.ring() / cost.linkPerSecond();
        double together = (double) gateways * cost.ring() / cost.brokerPerSecond();
        return new Result(first, last, Math.max(last + alone, first + together));
    }

    private static double connectedAfter(int silentMs, SplittableRandom random) {
        double now = 0;
        double pause = FIRST_PAUSE_MS;
        while (now < silentMs) {
            now += pause + (random.nextDouble() * 2 - 1) * JITTER_MS;
            pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
        }
        return now;
    }
}
