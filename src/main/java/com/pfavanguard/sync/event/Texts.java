package com.pfavanguard.sync.event;

/** Free text that came from somewhere else, made fit for the contract. */
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

    // By hand, as events pass here that nobody has compiled a stream for yet.
    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether every character can be written, and none stands for one that could not be read. */
    public static boolean isLegible(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE || c == 0xFFFD);
    }

    /** At most {@code limit} characters, the last one an ellipsis if something was cut; never half a surrogate pair. */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return text.substring(0, end) + "…";
    }
}
