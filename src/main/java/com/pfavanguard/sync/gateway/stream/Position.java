package com.pfavanguard.sync.gateway.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client stands in its room's stream: after an event, named by the event's id, or, when the room held nothing
 * at all, after a moment. The second kind lets a client that has not heard anything yet come back as exactly as one
 * that has (decision 0008).
 */
final class Position {

    /** How far two machines' clocks may lie apart without a moment's position becoming wrong. */
    static final long CLOCK_TOLERANCE_MS = 60_000;

    private static final Pattern MOMENT = Pattern.compile("t-([0-9]{1,15})");

    private Position() {}

    static String ofMoment(long millis) {
        return "t-" + millis;
    }

    static Optional<Long> moment(String position) {
        Matcher matcher = MOMENT.matcher(position);
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
