package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * Where a client stands in its room's stream: after an event, named by the event's id, or, when the room held nothing
 * at all, after a {@link TimePosition}.
 */
public final class Position {

    // Of an event's id, the longest position there is.
    private static final int LONGEST = 100;

    private Position() {}

    /**
     * The position a client asks for, {@code null} if it asks for none. What is too long to be one is cut, so that it is
     * no longer kept than a true one; it is still too long to be found.
     */
    public static @Nullable String asked(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String position = text.trim();
        return position.length() <= LONGEST ? position : position.substring(0, LONGEST + 1);
    }
}
