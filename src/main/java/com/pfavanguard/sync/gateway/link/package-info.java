/**
 * Reads events from the broker over one STOMP connection per process and hands them to {@code stream}.
 * {@code BrokerLink} is its thread and connects again after a failure; {@code HistoryReader} reads one connection,
 * {@code EventIntake} checks each event, and {@code GapWatch} notices when the broker drops events before they were
 * read.
 */
@NullMarked
package com.pfavanguard.sync.gateway.link;

import org.jspecify.annotations.NullMarked;
