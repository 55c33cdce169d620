/**
 * How bytes get to the socket: our WebSocket connection inside Jetty, and the upgrade that creates it.
 */
@NullMarked
package com.pfavanguard.sync.gateway.jetty;

import org.jspecify.annotations.NullMarked;
