package com.pfavanguard.sync.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * One message to send, as a line of text that survives a command line and a pipe in any character set.
 *
 * @param name under which the result is reported
 * @param kind how it is sent
 * @param destination {@code sync.<organization>}, or a wrong one
 * @param eventId the property of the message
 * @param body an event as JSON
 */
record Order(String name, Kind kind, String destination, String eventId, String body) {

    enum Kind {
        PLAIN,
        /** As bytes instead of text. */
        BYTES,
        /** With a time to live of one millisecond. */
        SHORT_LIVED,
        /** With the highest priority. */
        URGENT,
        /** To a queue of the destination's name instead of the topic. */
        TO_QUEUE
    }

    String line() {
        return String.join(
                " ",
                name,
                kind.name(),
                destination,
                eventId,
                Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
    }

    static Order of(String line) {
        String[] parts = line.split(" ");
        return new Order(
                parts[0],
                Kind.valueOf(parts[1]),
                parts[2],
                parts[3],
                new String(Base64.getDecoder().decode(parts[4]), UTF_8));
    }
}
