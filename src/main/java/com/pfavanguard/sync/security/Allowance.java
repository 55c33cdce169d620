package com.pfavanguard.sync.security;

import java.time.Clock;

/** So many log lines a second and no more. Safe for any thread. */
final class Allowance {

    static final int PER_SECOND = 100;

    private final Clock clock;
    private long second;
    private int taken;

    Allowance(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean take() {
        long now = clock.millis() / 1_000;
        if (now != second) {
            second = now;
            taken = 0;
        }
        return ++taken <= PER_SECOND;
    }
}
