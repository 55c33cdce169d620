package com.pfavanguard.sync.gateway.stomp;

import java.nio.charset.StandardCharsets;

/** Escapes and unescapes headers by STOMP 1.2, section "Value Encoding". */
public final class StompHeaders {

    private StompHeaders() {}

    public static String escape(String text) {
        if (!needsEscapes(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case ':' -> escaped.append("\\c");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Bytes of a name or value on the wire: in UTF-8 and escaped, which can double the length. */
    public static int escapedBytes(String text) {
        return escape(text).getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean needsEscapes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == ':' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Reverses {@link #escape}; leaves unknown escapes unchanged. */
    public static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case '\\' -> plain.append('\\');
                case 'c' -> plain.append(':');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                default -> plain.append('\\').append(escaped);
            }
        }
        return plain.toString();
    }
}
