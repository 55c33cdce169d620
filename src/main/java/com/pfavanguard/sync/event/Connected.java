package com.pfavanguard.sync.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The greeting: the first message to each new subscriber, sent to that subscriber alone. Not a sync event: it is about
 * no record and is never published.
 *
 * @param position the subscriber's position in the stream; the client sends it as {@code last-event-id} when it comes
 *     back
 * @param recovered {@code true} when every event missed since the asked-for position follows, {@code false} when that
 *     position is no longer held and the client should refetch by REST, {@code null} when no position was asked for
 */
public record Connected(
        OrganizationId organizationId,
        Instant timestamp,
        EventId position,
        @Nullable Boolean recovered) {

    /** The JSON value of {@code type}. */
    public static final String TYPE = "CONNECTED";

    public Connected {
        timestamp = Timestamps.checked(timestamp);
    }
}
