package com.pfavanguard.sync.gateway.link;

import java.util.List;

/**
 * Reads the numbers that Artemis writes into the headers of a MESSAGE frame, whatever a producer may have put there.
 */
final class ArtemisHeaders {

    private static final int USUAL_PRIORITY = 4;

    private static final int MOST_MILLIS_DIGITS = 15;
    private static final String INGRESS_HEADER = "ingress-timestamp";
    private static final List<String> STAMP_HEADERS = List.of(INGRESS_HEADER, "timestamp");

    private ArtemisHeaders() {}

    /** The broker's number of the message; {@link ReadMessages#UNKNOWN} if the frame does not have a valid one. */
    static long number(BrokerFrame frame) {
        String messageId = frame.fault() == BrokerFrame.Fault.FOREIGN ? null : frame.header("message-id");
        if (messageId == null) {
            return ReadMessages.UNKNOWN;
        }
        try {
            // Artemis writes "<consumer>,<message>"; only the second number is the same for every reader.
            return Long.parseLong(messageId, messageId.indexOf(',') + 1, messageId.length(), 10);
        } catch (NumberFormatException e) {
            return ReadMessages.UNKNOWN;
        }
    }

    /** The JMS priority, 0 to 9. */
    static int priority(BrokerFrame frame) {
        String priority = frame.header("priority");
        return priority != null && priority.length() == 1 && isNumber(priority)
                ? priority.charAt(0) - '0'
                : USUAL_PRIORITY;
    }

    /** Whether the message survives a restart of the broker. */
    static boolean isPersistent(BrokerFrame frame) {
        return Boolean.parseBoolean(frame.header("persistent"));
    }

    /** When the broker drops the message, milliseconds since 1970; 0 if never. */
    static long expires(BrokerFrame frame) {
        return millis(frame, "expires");
    }

    /**
     * When the broker took the message, milliseconds since 1970; if it does not stamp messages
     * (enable-ingress-timestamp), when the producer sent it; 0 if unknown.
     */
    static long stamp(BrokerFrame frame) {
        for (String name : STAMP_HEADERS) {
            long millis = millis(frame, name);
            if (millis > 0) {
                return millis;
            }
        }
        return 0;
    }

    /** When the broker took the message, milliseconds since 1970; 0 if it does not stamp messages. */
    static long ingress(BrokerFrame frame) {
        return millis(frame, INGRESS_HEADER);
    }

    private static long millis(BrokerFrame frame, String header) {
        String millis = frame.header(header);
        return millis != null && isMillis(millis) ? Long.parseLong(millis) : 0;
    }

    private static boolean isMillis(String text) {
        return text.length() <= MOST_MILLIS_DIGITS && isNumber(text) && text.charAt(0) != '0';
    }

    // Without a regular expression, since every message has three or four of these.
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
