package com.pfavanguard.sync.gateway.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client stands in its room's stream: after an event, named by the event's id, or, when the room held nothing
 * at all, after a moment. The second kind lets a client that has not heard anything yet come back as exactly as one
 * that has (decision 0008).
 */
public final class Position {

    /** How far two machines' clocks may lie apart without a moment's position becoming wrong. */
    static final long CLOCK_TOLERANCE_MS = 60_000;

    private static final Pattern MOMENT = Pattern.compile("t-([0-9]{1,15})");

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

    static String ofMoment(long millis) {
        return "t-" + millis;
    }

    static Optional<Long> moment(String position) {
        Matcher matcher = MOMENT.matcher(position);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
