package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it subscribes.
 *
 * @param position where to go on from; {@code null} for live events only
 * @param snapshot whether the states of the records come first, unless the client goes on where it was
 */
public record SubscriptionOptions(@Nullable String position, EventFilter filter, boolean snapshot) {

    /** Live events, all of them. */
    public static final SubscriptionOptions LIVE = new SubscriptionOptions(null, EventFilter.ALL, false);

    /**
     * Reads whether the client wants a snapshot.
     *
     * @param value {@code true} or {@code false}; {@code null} counts as false
     * @throws InvalidFilterException if it is anything else; the text is for the client
     */
    public static boolean snapshot(@Nullable String value) throws InvalidFilterException {
        return isTrue(value, "snapshot must be true or false; leave it out for events only");
    }

    /** Reads whether the client wants to be told the traces of events, likewise. */
    public static boolean trace(@Nullable String value) throws InvalidFilterException {
        return isTrue(value, "trace must be true or false; leave it out for events without the header traceparent");
    }

    private static boolean isTrue(@Nullable String value, String wanted) throws InvalidFilterException {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new InvalidFilterException(wanted);
    }
}
