/**
 * Checks every STOMP frame that a client sends before Spring's relay sees it: pace, size, token, rules.
 */
@NullMarked
package com.pfavanguard.sync.gateway.inbound;

import org.jspecify.annotations.NullMarked;
