package com.pfavanguard.sync.event;

/** Free text that came from somewhere else, made fit for the contract. */
public final class Texts {

    private Texts() {}

    /** Replaces unpaired surrogates, which no UTF-8 encoder can write, by U+FFFD. */
    public static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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
