/**
 * Where WebSocket sessions live: STOMP clients through the broker relay, plain JSON clients beside them, and resume
 * for clients that come back. Never publishes sync events itself.
 *
 * <p>Inside, in the order in which an event passes: {@code link} reads the broker over one STOMP connection, {@code
 * stream} keeps each organization's recent events and hands them out, {@code stomp} and {@code session} turn them into
 * frames for STOMP and plain JSON clients, {@code jetty} writes them to the socket. Beside them {@code handshake} lets
 * clients in, {@code inbound} checks what they send, {@code limits} counts how much each of them has.
 */
@ApplicationModule(allowedDependencies = {"event", "broker", "roles", "security", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
