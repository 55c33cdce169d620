package com.pfavanguard.sync.cli.load;

import java.time.Duration;

/**
 * When an open loop sends: at fixed moments, without waiting for earlier events to arrive.
 *
 * @param eventsPerSecond over all organizations, which take turns
 * @param burst how many go out at once
 */
public record Pace(double eventsPerSecond, int burst, Duration duration) {

    public static Pace steady(double eventsPerSecond, Duration duration) {
        return new Pace(eventsPerSecond, 1, duration);
    }

    int bursts() {
        return Math.max(1, (int) Math.round(eventsPerSecond * duration.toNanos() / 1e9 / burst));
    }

    /** Nanoseconds from the beginning to one of the bursts, counted from 0. */
    long due(int number) {
        return (long) (number * (burst / eventsPerSecond * 1e9));
    }
}
