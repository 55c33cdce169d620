package com.pfavanguard.sync.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** A STOMP frame taken apart, its header values unescaped. */
public record StompFrame(String command, Map<String, String> headers, String body) {

    public static StompFrame parse(String frame) {
        int headersEnd = frame.indexOf("\n\n");
        String[] head = frame.substring(0, headersEnd).split("\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(head[i].substring(0, colon), unescaped(head[i].substring(colon + 1)));
        }
        String body = frame.substring(headersEnd + 2, frame.lastIndexOf('\0'));
        return new StompFrame(head[0], headers, body);
    }

    private static String unescaped(String value) {
        return value.replace("\\n", "\n").replace("\\c", ":").replace("\\\\", "\\");
    }
}
