package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncEvent;
import org.jspecify.annotations.Nullable;

/** One message of the stream. */
public sealed interface ServerMessage {

    /** As it came. */
    String json();

    /** Its {@code eventId}, to come back with; {@code null} if it has none that could be one. */
    @Nullable EventId position();

    /** Where the stream stands and what is missing of it: the first message, and after any gap another one. */
    record Greeting(String json, EventId position, Connected connected) implements ServerMessage {}

    /** A sync event. */
    record Event(String json, @Nullable EventId position, SyncEvent event) implements ServerMessage {}

    /** Something a newer gateway may say; shown as it is. */
    record Unknown(String json, @Nullable EventId position) implements ServerMessage {}
}
