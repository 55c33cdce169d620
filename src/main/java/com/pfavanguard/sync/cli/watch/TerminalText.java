package com.pfavanguard.sync.cli.watch;

import java.util.regex.Pattern;

/**
 * Makes text from other sources safe for a terminal: control characters and escape sequences could move the cursor,
 * rename the window or hide text.
 */
public final class TerminalText {

    // ECMA-48: CSI … final byte; OSC, DCS, PM, APC, SOS … up to BEL or ST; other escapes of two or three characters.
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("(?:\\e\\[|\\x9B)[0-?]*[ -/]*[@-~]?"
            + "|(?:\\e[\\]PX^_]|[\\x90\\x98\\x9D-\\x9F])[^\\a\\e\\x9C]*(?:\\a|\\e\\\\|\\x9C)?"
            + "|\\e[ -/]*[0-~]?");

    private static final Pattern LINE_BREAK_OR_TAB = Pattern.compile("\\t|\\R");

    // Control characters, and characters that change the writing direction, which can make a text look like another
    // one.
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    private static final Pattern NEEDS_ESCAPE = Pattern.compile(INVISIBLE.pattern() + "|[\\u2028\\u2029]");

    private TerminalText() {}

    /**
     * Returns one line of plain text: removes escape sequences and control characters, replaces line breaks by spaces.
     */
    public static String clean(String text) {
        String plain = ESCAPE_SEQUENCE.matcher(text).replaceAll("");
        plain = LINE_BREAK_OR_TAB.matcher(plain).replaceAll(" ");
        return INVISIBLE.matcher(plain).replaceAll("");
    }

    /**
     * Returns the same JSON value on one line. Between tokens, JSON allows only white space below U+0020; the other
     * dangerous characters are inside strings, where an escape replaces them.
     */
    public static String cleanJson(String json) {
        String oneLine = json.replaceAll("[\\x00-\\x1F]", " ");
        return NEEDS_ESCAPE
                .matcher(oneLine)
                .replaceAll(match -> "\\\\u%04X".formatted((int) match.group().charAt(0)));
    }
}
