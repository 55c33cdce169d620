/**
 * Checks every STOMP frame that a client sends before Spring's relay sees it, in the order of {@code InboundFrames}:
 * token, pace, size, admission, rules.
 */
@NullMarked
package com.pfavanguard.sync.gateway.inbound;

import org.jspecify.annotations.NullMarked;
