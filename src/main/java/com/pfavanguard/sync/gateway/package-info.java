/**
 * Where WebSocket sessions live: STOMP clients through the broker relay, plain JSON clients beside them, and resume
 * for clients that come back. Never publishes sync events itself.
 *
 * <p>Inside: {@code relay} reads the broker over one shared link, {@code stream} keeps each organization's recent
 * events and hands them out, {@code socket} speaks with the clients. An event flows in that order.
 */
@ApplicationModule(allowedDependencies = {"event", "broker", "roles", "security", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
