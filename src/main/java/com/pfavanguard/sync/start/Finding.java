package com.pfavanguard.sync.start;

/**
 * What an examination has found.
 *
 * @param text what is there, or what is wrong and what to do; no passwords
 */
public record Finding(Level level, String text) {

    /** How bad it is. */
    public enum Level {
        /** Nothing has to be done. */
        FINE,
        /** Works now, and may not for long or not under load. */
        WARNING,
        /** Keeps the gateway from its work, or from a part of what the settings promise. */
        PROBLEM
    }

    public static Finding fine(String text, Object... arguments) {
        return new Finding(Level.FINE, arguments.length == 0 ? text : text.formatted(arguments));
    }

    public static Finding warning(String text, Object... arguments) {
        return new Finding(Level.WARNING, arguments.length == 0 ? text : text.formatted(arguments));
    }

    public static Finding problem(String text, Object... arguments) {
        return new Finding(Level.PROBLEM, arguments.length == 0 ? text : text.formatted(arguments));
    }

    public boolean isProblem() {
        return level == Level.PROBLEM;
    }
}
