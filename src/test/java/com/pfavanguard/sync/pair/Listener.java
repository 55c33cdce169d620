package com.pfavanguard.sync.pair;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A plain client that stays connected, and notes which event came when. */
final class Listener implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern EVENT_ID = Pattern.compile("\"type\":\"SYNC_.*\"eventId\":\"([^\"]+)\"");

    /** @param nanos when it came, of {@link System#nanoTime} */
    record Heard(String eventId, long nanos) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean closed;

    Listener(URI uri) {
        socket = HTTP.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    List<String> eventIds() {
        return heard.stream().map(Heard::eventId).toList();
    }

    /** The longest time without an event between two moments, in milliseconds. */
    long longestSilenceMs(long fromNanos, long toNanos) {
        long longest = 0;
        long last = fromNanos;
        for (Heard event : heard) {
            if (event.nanos() > fromNanos && event.nanos() <= toNanos) {
                longest = Math.max(longest, event.nanos() - last);
                last = event.nanos();
            }
        }
        return Math.max(longest, toNanos - last) / 1_000_000;
    }

    /** Events among these that did not come. */
    long lost(List<String> confirmed) {
        Set<String> came = new HashSet<>(eventIds());
        return confirmed.stream().filter(id -> !came.contains(id)).count();
    }

    long doubled() {
        return heard.size() - new HashSet<>(eventIds()).size();
    }

    /** Whether what came is in the order of what was confirmed. */
    boolean inOrderOf(List<String> confirmed) {
        Set<String> known = new HashSet<>(confirmed);
        Set<String> came = new HashSet<>(eventIds());
        return eventIds().stream()
                .filter(known::contains)
                .distinct()
                .toList()
                .equals(confirmed.stream().filter(came::contains).toList());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            Matcher event = EVENT_ID.matcher(partial);
            if (event.find()) {
                heard.add(new Heard(event.group(1), System.nanoTime()));
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed = true;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
