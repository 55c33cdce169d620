/**
 * Decides who may open a WebSocket: rates, origin, token, organization, free slots; and answers those who may not.
 */
@NullMarked
package com.pfavanguard.sync.gateway.handshake;

import org.jspecify.annotations.NullMarked;
