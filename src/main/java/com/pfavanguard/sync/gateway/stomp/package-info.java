/**
 * STOMP for browsers: the local end of Spring's broker relay, how events are encoded as MESSAGE frames, ERROR and
 * RECEIPT frames, header escaping. Knows sessions only by the interface {@code StompClient}.
 */
@NullMarked
package com.pfavanguard.sync.gateway.stomp;

import org.jspecify.annotations.NullMarked;
