package com.pfavanguard.sync.gateway.stream;

import java.time.Instant;

/**
 * Says what the broker tells about the arrival of an event.
 *
 * @param at when the broker took it
 * @param number the broker's number for it, growing with time
 * @param priority JMS priority; of several waiting messages the broker sends those with higher ones first
 * @param persistent whether the broker would still have it after a restart
 */
public record Arrival(Instant at, long number, int priority, boolean persistent) {

    private static final int USUAL_PRIORITY = 4;

    /** Whether the message has the JMS priority that all have whose producer sets no other. */
    public boolean hasUsualPriority() {
        return priority == USUAL_PRIORITY;
    }
}
