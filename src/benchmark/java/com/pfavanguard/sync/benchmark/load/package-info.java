/**
 * Thousands of WebSocket clients and the producer they hear, at little cost: one thread, raw NIO, frames cut but never
 * decoded. Knows no server in particular.
 */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.benchmark.load;
