/** Kills, cuts and freezes pairs of real brokers under load, and counts what clients hear. */
@org.jspecify.annotations.NullMarked
package com.pfavanguard.sync.pair;
