package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Sets how long a watch waits.
 *
 * @param firstPause shortest pause before a reconnect attempt; doubles with each failed attempt
 * @param longestPause upper limit of the pause
 * @param silence longest time without any data, not even a ping, before the connection counts as lost
 * @param handshake longest time for the gateway to answer a handshake
 */
public record WatchTimings(Duration firstPause, Duration longestPause, Duration silence, Duration handshake) {

    /** The gateway pings every 20 s, so 60 s are three missed pings. */
    public static final WatchTimings DEFAULTS = new WatchTimings(
            Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));

    /**
     * Computes the pauses between reconnect attempts: doubling, and each up to a half longer or shorter at random, so
     * that clients that lost their connections together do not reconnect together (decision 0043).
     */
    public ExponentialBackOff backOff() {
        ExponentialBackOff backOff = new ExponentialBackOff(firstPause.toMillis(), 2);
        backOff.setMaxInterval(longestPause.toMillis());
        backOff.setJitter(firstPause.toMillis() / 2);
        return backOff;
    }
}
