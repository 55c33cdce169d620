package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * Says when a session counts as too slow; {@link Subscriber} then closes it with 4001.
 *
 * @param events most events that it may lag behind after it has caught up with the present
 * @param bytes the same limit in bytes of JSON
 * @param writeTime longest time that one write may take
 */
record SlowLimits(long events, long bytes, Duration writeTime) {}
