package com.pfavanguard.sync.gateway.link;

import org.jspecify.annotations.Nullable;

/** Makes text from producers and the broker fit for a log line: no line breaks, no escape sequences, limited length. */
final class LogText {

    private static final int LONGEST = 200;

    private LogText() {}

    static String printable(@Nullable String text) {
        String whole = String.valueOf(text);
        String shown = whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
