/**
 * Decides who is asking and what they may do: one decision for REST and WebSocket, from a token to a {@link
 * com.pfavanguard.sync.security.Caller}. Without tokens ({@code sync.security.mode=open}) every caller may do everything,
 * and the process listens on the loopback address only.
 *
 * <p>Inside: {@code jwt} checks tokens and reads their claims, {@code web} guards HTTP requests, {@code revocation} takes
 * access away before a token expires, {@code audit} writes the audit log. They know this package and not each other.
 */
@ApplicationModule(allowedDependencies = {"event", "messaging", "roles", "start", "vital", "web"})
@NullMarked
package com.pfavanguard.sync.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
