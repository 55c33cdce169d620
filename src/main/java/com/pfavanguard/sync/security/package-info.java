/**
 * Who is asking and what they may do: one decision for REST and WebSocket, from a token to a {@link
 * com.pfavanguard.sync.security.Caller}. Without tokens ({@code sync.security.mode=open}) everybody may do everything,
 * and the process stays on the loopback address.
 *
 * <p>Inside: {@code jwt} reads and makes tokens, {@code web} guards requests.
 */
@ApplicationModule(allowedDependencies = {"event", "messaging", "roles", "web"})
@NullMarked
package com.pfavanguard.sync.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
