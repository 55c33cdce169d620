package com.pfavanguard.sync.gateway.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position that is no event's: a moment, for a client whose room held nothing (decision 0008). It names the broker's
 * data too, since a moment says nothing about other data than those it was given for (decision 0029).
 *
 * @param data short name of the broker's data, eight hexadecimal digits; empty if the broker has not said
 * @param millis by the broker's clock, milliseconds since 1970
 */
record TimePosition(String data, long millis) {

    private static final Pattern TEXT = Pattern.compile("t-(?:([0-9a-f]{8})-)?([0-9]{1,15})");

    static Optional<TimePosition> of(String position) {
        Matcher matcher = TEXT.matcher(position);
        return matcher.matches()
                ? Optional.of(new TimePosition(
                        matcher.group(1) == null ? "" : matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    String position() {
        return data.isEmpty() ? "t-" + millis : "t-" + data + "-" + millis;
    }
}
