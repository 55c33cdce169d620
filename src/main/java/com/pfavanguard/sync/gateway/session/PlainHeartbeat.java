package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.springframework.web.socket.TextMessage;

/**
 * Heart-beats for plain JSON clients that ask for them (decision 0065): browsers neither send pings nor show those that
 * they answer, so a page on a dead connection could not notice that it hears nothing. All sessions with the same interval
 * share one message; an interval is whole seconds, so there are few of them.
 *
 * @param message says the interval, since the gateway may have made it longer than the client wished
 */
public record PlainHeartbeat(Duration every, TextMessage message) {

    private static final long SHORTEST_MS = 1_000;
    private static final long LONGEST_MS = 60_000;
    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,5}");

    private static final PlainHeartbeat[] BY_SECONDS = LongStream.rangeClosed(0, LONGEST_MS / 1_000)
            .mapToObj(seconds -> of(Duration.ofSeconds(seconds)))
            .toArray(PlainHeartbeat[]::new);

    private static PlainHeartbeat of(Duration every) {
        String json = "{\"type\":\"HEARTBEAT\",\"intervalMs\":" + every.toMillis() + "}";
        return new PlainHeartbeat(every, new TextMessage(json.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads what a client asks for.
     *
     * @param value of the parameter {@code heart-beat}, in milliseconds
     * @throws InvalidFilterException if it is no such number; the text is for the client
     */
    public static Duration interval(String value) throws InvalidFilterException {
        long asked = MILLISECONDS.matcher(value).matches() ? Long.parseLong(value) : -1;
        if (asked != 0 && (asked < SHORTEST_MS || asked > LONGEST_MS)) {
            throw new InvalidFilterException("heart-beat must be from " + SHORTEST_MS + " to " + LONGEST_MS
                    + " milliseconds, or 0; leave it out for no heart-beats");
        }
        return Duration.ofMillis(asked);
    }

    /**
     * The heart-beats for a client.
     *
     * @param asked not zero
     * @param shortest the least interval that the gateway grants
     */
    static PlainHeartbeat every(Duration asked, Duration shortest) {
        Duration longer = asked.compareTo(shortest) > 0 ? asked : shortest;
        Duration seconds = Duration.ofSeconds(longer.plusMillis(999).toSeconds());
        return seconds.toMillis() <= LONGEST_MS ? BY_SECONDS[(int) seconds.toSeconds()] : of(seconds);
    }
}
