package com.pfavanguard.sync.gateway.stream;

import org.jspecify.annotations.Nullable;

/**
 * Where a client stands in its room's stream: the id of the last event it received or, if the room held no event, a
 * {@link TimePosition}.
 */
public final class Position {

    // An event id is the longest position.
    private static final int LONGEST = 100;

    private Position() {}

    /**
     * The position a client asks for; {@code null} if it asks for none. A longer text than any position is cut, to save
     * memory, but stays too long to be found.
     */
    public static @Nullable String asked(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String position = text.trim();
        return position.length() <= LONGEST ? position : position.substring(0, LONGEST + 1);
    }
}
