package com.pfavanguard.sync.dotenv;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses one line of a {@code .env} file: {@code NAME=value}, as shells, Docker and Node's dotenv read it. {@code $} has
 * no meaning, and a value ends with its line.
 *
 * @param name name of the variable
 * @param value without quotes, escapes resolved
 */
record DotEnvLine(String name, String value) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern EXPORT = Pattern.compile("export\\s+");
    private static final Pattern COMMENT = Pattern.compile("\\s#");

    /**
     * Parses the line; empty if it is blank or a comment.
     *
     * @param complaint makes the exception for a text that continues "Line 3 of .env …"
     */
    static Optional<DotEnvLine> parse(String line, Function<String, InvalidDotEnvException> complaint) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        Matcher export = EXPORT.matcher(text);
        if (export.lookingAt()) {
            text = text.substring(export.end());
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw complaint.apply("has no \"=\"; write NAME=value");
        }
        String name = text.substring(0, equals).strip();
        if (!NAME.matcher(name).matches()) {
            // The name is not shown: without a newline before it, it may be part of a value.
            throw complaint.apply("has an invalid name before the \"=\". Use letters, digits and _, and no digit at the"
                    + " beginning. The setting sync.pems.base-url is the variable SYNC_PEMS_BASEURL");
        }
        return Optional.of(new DotEnvLine(name, value(text.substring(equals + 1).strip(), complaint)));
    }

    private static String value(String text, Function<String, InvalidDotEnvException> complaint) {
        if (text.startsWith("'") || text.startsWith("\"")) {
            return quoted(text, complaint);
        }
        if (text.startsWith("#")) {
            return "";
        }
        Matcher comment = COMMENT.matcher(text);
        return comment.find() ? text.substring(0, comment.start()).strip() : text;
    }

    private static String quoted(String text, Function<String, InvalidDotEnvException> complaint) {
        char quote = text.charAt(0);
        StringBuilder value = new StringBuilder();
        int at = 1;
        while (at < text.length() && text.charAt(at) != quote) {
            char next = text.charAt(at++);
            if (next == '\\' && quote == '"' && at < text.length()) {
                value.append(escaped(text.charAt(at++)));
            } else {
                value.append(next);
            }
        }
        if (at == text.length()) {
            throw complaint.apply("does not close its quote. A value ends with its line; write a line break as \\n"
                    + " inside double quotes");
        }
        String rest = text.substring(at + 1).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw complaint.apply("goes on behind the closing quote; only a comment may stand there");
        }
        return value.toString();
    }

    // Any other backslash stays, as in C:\temp.
    private static String escaped(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(letter);
            default -> "\\" + letter;
        };
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return name;
    }
}
