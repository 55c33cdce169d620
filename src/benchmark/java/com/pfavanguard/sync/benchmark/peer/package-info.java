/** Other servers that do the gateway's work, and a broker, each with a {@code main} of its own: what we measure ourselves against. */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.benchmark.peer;
