/**
 * Keeps each organization's recent events and hands them to its sessions.
 * {@link com.pfavanguard.sync.gateway.stream.EventStream} is the front door. An event passes {@code History}, its
 * organization's {@code Room}, and for each session a {@code Subscriber} and its {@code Subscription}s, which write
 * it to the session's {@link com.pfavanguard.sync.gateway.stream.MessageSink}. Knows neither STOMP nor sockets.
 */
@NullMarked
package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.NullMarked;
