package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * When a session counts as too slow.
 *
 * @param events most events it may lie behind once it has caught up with the present
 * @param bytes likewise in bytes of JSON
 * @param writeTime longest time one write may be under way
 */
record SlowLimits(long events, long bytes, Duration writeTime) {}
