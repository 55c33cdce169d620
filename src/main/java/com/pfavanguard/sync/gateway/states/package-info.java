/**
 * Keeps the records' states in the broker: reads them before the link reads the history, and writes what changes if this
 * gateway is the one that does (decision 0049). What the states are is {@code stream}'s business.
 */
@NullMarked
package com.pfavanguard.sync.gateway.states;

import org.jspecify.annotations.NullMarked;
