package com.pfavanguard.sync.event;

/**
 * Checks ids: ASCII letters, digits and some punctuation. Faster than a regular expression; each event has several ids
 * and all of them are checked. Safe for any thread.
 */
final class Alphabet {

    private static final int ASCII = 128;

    private final boolean[] allowed = new boolean[ASCII];
    private final int maxLength;

    Alphabet(String punctuation, int maxLength) {
        this.maxLength = maxLength;
        for (char c = 0; c < ASCII; c++) {
            allowed[c] =
                    c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || punctuation.indexOf(c) >= 0;
        }
    }

    /** Whether {@code text} is not empty, not too long, and has allowed characters only. */
    boolean spells(String text) {
        int length = text.length();
        if (length == 0 || length > maxLength) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ASCII || !allowed[c]) {
                return false;
            }
        }
        return true;
    }
}
