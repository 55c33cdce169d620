package com.pfavanguard.sync.cli.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

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

    /**
     * Runs an action for each burst, at its moment or as soon after it as the one before has ended. On the calling thread.
     *
     * @param burst gets the number of the burst, from 0 on
     * @param lateNanos hears before each burst how late it is
     */
    void keep(IntConsumer burst, LongConsumer lateNanos) {
        long began = System.nanoTime();
        for (int i = 0; i < bursts(); i++) {
            long wait;
            while ((wait = began + due(i) - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            lateNanos.accept(-wait);
            burst.accept(i);
        }
    }
}
