package com.pfavanguard.sync.growth;

import java.util.ArrayDeque;

/**
 * One gateway in simulated time: handshakes wait for its processors in their order of arrival, and are refused beyond its
 * limits, as {@code ConnectRates} and {@code ConnectionLimits} do.
 */
final class SimulatedGateway {

    private static final int BURST_SECONDS = 5;

    // A client whose handshake was refused asks by HTTP why, which costs about as much again.
    private static final double REFUSED_CLIENT_MS = 2 * GatewaySize.REFUSAL_MS;

    private final GatewaySize size;
    private final ArrayDeque<Handshake> waiting = new ArrayDeque<>();
    private double tokens;
    private double budgetMs;
    private int sessions;
    private int inThisSecond;
    private int peak;
    private boolean up = true;

    /** What becomes of a handshake. */
    interface Outcome {

        void end(int client, boolean accepted, int startedAt);
    }

    private record Handshake(int client, int startedAt) {}

    SimulatedGateway(GatewaySize size, int sessions) {
        this.size = size;
        this.sessions = sessions;
        this.tokens = BURST_SECONDS * size.connectsPerSecond();
    }

    void arrive(int client, int now) {
        waiting.add(new Handshake(client, now));
    }

    /** Uses the processors for {@code ms} and tells what has ended. */
    void work(int ms, Outcome outcome) {
        tokens = Math.min(BURST_SECONDS * size.connectsPerSecond(), tokens + size.connectsPerSecond() * ms / 1000.0);
        // What idle processors did not use is gone; one handshake may have been begun on credit.
        budgetMs = Math.min(0, budgetMs) + size.cores() * ms;
        while (budgetMs > 0 && !waiting.isEmpty()) {
            Handshake next = waiting.poll();
            boolean accepted = tokens >= 1 && sessions < size.maxConnections();
            tokens -= accepted ? 1 : 0;
            sessions += accepted ? 1 : 0;
            inThisSecond += accepted ? 1 : 0;
            budgetMs -= accepted ? GatewaySize.CONNECT_MS : REFUSED_CLIENT_MS;
            outcome.end(next.client(), accepted, next.startedAt());
        }
    }

    void leave() {
        sessions--;
    }

    void secondEnds() {
        peak = Math.max(peak, inThisSecond);
        inThisSecond = 0;
    }

    void die() {
        up = false;
        sessions = 0;
        waiting.clear();
    }

    boolean isUp() {
        return up;
    }

    /** Most sessions that it accepted within a second. */
    int peak() {
        return peak;
    }

    int sessions() {
        return sessions;
    }
}
