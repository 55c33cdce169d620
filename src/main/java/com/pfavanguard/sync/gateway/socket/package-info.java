/** WebSocket sessions: the handshake, the two protocols, heart-beats, and how a session ends. */
@NullMarked
package com.pfavanguard.sync.gateway.socket;

import org.jspecify.annotations.NullMarked;
