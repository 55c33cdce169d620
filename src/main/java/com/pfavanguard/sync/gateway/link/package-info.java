/**
 * Reads events from the broker: one STOMP connection per process, its frame reader, the checks on each event, and the watch
 * for events that the broker dropped before they were read. Hands events to {@code stream}.
 */
@NullMarked
package com.pfavanguard.sync.gateway.link;

import org.jspecify.annotations.NullMarked;
