package com.pfavanguard.sync.event;

/** Makes free text from outside fit for the contract. */
public final class Texts {

    private Texts() {}

    /** Replaces unpaired surrogates, which no UTF-8 encoder can write, by U+FFFD. */
    public static String wellFormed(String text) {
        if (!hasSurrogates(text)) {
            return text;
        }
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    // A plain loop: every event passes here, also before streams are compiled.
    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text has neither an unpaired surrogate nor U+FFFD, which stands for an unreadable character. */
    public static boolean isLegible(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE || c == 0xFFFD);
    }

    /** Cuts a text to {@code limit} characters, the last of them an ellipsis; never splits a surrogate pair. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
