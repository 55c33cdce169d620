package com.pfavanguard.sync.security;

import java.time.Clock;

/** So many log lines a second and no more. Safe for any thread. */
public final class Allowance {

    private final Clock clock;
    private final int perSecond;
    private long second;
    private int taken;

    public Allowance(Clock clock, int perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /** Whether there may be one more in this second. */
    public synchronized boolean take() {
        long now = clock.millis() / 1_000;
        if (now != second) {
            second = now;
            taken = 0;
        }
        return ++taken <= perSecond;
    }
}
