package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it subscribes.
 *
 * @param position where to go on from; {@code null} for live events only
 */
public record SubscriptionOptions(@Nullable String position, EventFilter filter) {

    /** Live events, all of them. */
    public static final SubscriptionOptions LIVE = new SubscriptionOptions(null, EventFilter.ALL);
}
