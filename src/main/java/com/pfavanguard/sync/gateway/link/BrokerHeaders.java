package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.stomp.StompHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A frame's headers, decoded one by one on demand: Artemis writes fifteen with each message, of which few are needed.
 */
final class BrokerHeaders {

    static final BrokerHeaders NONE = new BrokerHeaders(new byte[0], 0, 0);

    private static final int USUAL_LINES = 24;

    private final byte[] bytes;
    private int[] lineStarts = new int[USUAL_LINES];
    private int lines;

    /** @param bytes copied; the header lines lie between the two indexes, and the last may lack its line feed */
    BrokerHeaders(byte[] bytes, int from, int to) {
        this.bytes = Arrays.copyOfRange(bytes, from, to);
        for (int start = 0; start < this.bytes.length; start = lineEnd(start) + 1) {
            if (lines == lineStarts.length) {
                lineStarts = Arrays.copyOf(lineStarts, 2 * lines);
            }
            lineStarts[lines++] = start;
        }
    }

    private int lineEnd(int start) {
        return lineEnd(bytes, start, bytes.length);
    }

    /** Index of the end of the line that begins at {@code start}: its line feed or, if it has none, {@code limit}. */
    static int lineEnd(byte[] bytes, int start, int limit) {
        int end = start;
        while (end < limit && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /**
     * The value of the first header of that name, unescaped; {@code null} if there is none.
     *
     * @param name in ASCII, without characters that STOMP escapes
     */
    @Nullable String first(String name) {
        for (int line = 0; line < lines; line++) {
            if (isNamed(line, name)) {
                return value(line, name);
            }
        }
        return null;
    }

    private boolean isNamed(int line, String name) {
        int start = lineStarts[line];
        int length = name.length();
        if (start + length >= bytes.length || bytes[start + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(int line, String name) {
        int start = lineStarts[line] + name.length() + 1;
        int end = line + 1 < lines ? lineStarts[line + 1] - 1 : lineEnd(start);
        return StompHeaders.unescape(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }
}
