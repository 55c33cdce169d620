package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncEvent;
import org.jspecify.annotations.Nullable;

/** One message of the stream. */
public sealed interface ServerMessage {

    /** Returns the message as received. */
    String json();

    /** Returns its {@code eventId}, the position to resume from; {@code null} if it has no valid one. */
    @Nullable EventId position();

    /**
     * Tells the position of the stream, and whether events are missing. The first message; sent again after each gap.
     */
    record Greeting(String json, EventId position, Connected connected) implements ServerMessage {}

    /** A sync event. */
    record Event(String json, @Nullable EventId position, SyncEvent event) implements ServerMessage {}

    /** A message of a type that only newer gateways know; printed as received. */
    record Unknown(String json, @Nullable EventId position) implements ServerMessage {}
}
