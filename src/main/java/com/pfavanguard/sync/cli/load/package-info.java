/**
 * Thousands of WebSocket clients and the producer they hear, at little cost: one thread, raw NIO, frames cut but never
 * decoded. Knows no server in particular. Used by the command {@code bench} and by the benchmarks.
 */
@NullMarked
package com.pfavanguard.sync.cli.load;

import org.jspecify.annotations.NullMarked;
