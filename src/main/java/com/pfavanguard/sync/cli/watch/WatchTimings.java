package com.pfavanguard.sync.cli.watch;

import java.time.Duration;

/**
 * How patient a watch is.
 *
 * @param firstPause longest pause before the first attempt to come back; doubles with every attempt in vain
 * @param longestPause where the doubling ends
 * @param silence a connection on which nothing arrives for this long, not even a ping, is taken for dead
 * @param handshake how long a gateway may take to answer a handshake
 */
public record WatchTimings(Duration firstPause, Duration longestPause, Duration silence, Duration handshake) {

    /** The gateway pings every 20 s, so 60 s are three pings missed. */
    public static final WatchTimings DEFAULTS = new WatchTimings(
            Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
