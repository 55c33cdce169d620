/**
 * Delivers sync events to WebSocket clients: STOMP clients through Spring's broker relay, plain JSON clients beside
 * them, each from the position with which it comes back. Never publishes sync events itself.
 *
 * <p>An event passes these packages in order: {@code link} reads the broker over one STOMP connection, {@code stream}
 * keeps each organization's recent events and hands them out, {@code stomp} and {@code session} encode them for STOMP
 * and plain JSON clients, {@code jetty} writes them to the socket. Beside them {@code handshake} lets clients in,
 * {@code inbound} checks what they send, {@code limits} counts connections and frames per user and address, and
 * {@code states} keeps the state of each record in the broker.
 */
@ApplicationModule(allowedDependencies = {"event", "broker", "roles", "security", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
