package com.pfavanguard.sync.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The greeting: the first message to each new subscriber, to that subscriber alone. Not a sync event; it happened to
 * nobody's record and is never published.
 *
 * @param position where the subscriber now stands in the stream; to come back with, as {@code last-event-id}
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
