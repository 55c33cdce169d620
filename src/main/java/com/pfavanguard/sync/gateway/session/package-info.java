/**
 * WebSocket sessions from admission to close: the registry, plain JSON, heart-beats and liveness, token renewal,
 * revocation, shutdown.
 */
@NullMarked
package com.pfavanguard.sync.gateway.session;

import org.jspecify.annotations.NullMarked;
