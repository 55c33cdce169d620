package com.pfavanguard.sync.gateway.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a client whose room held no event: a moment instead of an event id (decision 0008). Names the
 * broker's data too, because a moment says nothing about other data than those it was given for (decision 0029).
 *
 * @param data short name of the broker's data, eight hexadecimal digits; empty if the broker has not said
 * @param millis by the broker's clock, milliseconds since 1970
 */
record TimePosition(String data, long millis) {

    /**
     * The position of a client that does not know the states yet: the beginning of time, of which no gateway knows all
     * that came since. A client that comes back with it begins again, at gateways of earlier versions too.
     */
    static final String BEFORE_ALL = "t-0";

    private static final Pattern TEXT = Pattern.compile("t-(?:([0-9a-f]{8})-)?([0-9]{1,15})");

    /** Reads {@code t-<data>-<millis>} or {@code t-<millis>}; empty if the text is neither. */
    static Optional<TimePosition> of(String position) {
        Matcher matcher = TEXT.matcher(position);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String data = matcher.group(1) == null ? "" : matcher.group(1);
        return Optional.of(new TimePosition(data, Long.parseLong(matcher.group(2))));
    }

    String position() {
        return data.isEmpty() ? "t-" + millis : "t-" + data + "-" + millis;
    }
}
