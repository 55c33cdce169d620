package com.pfavanguard.sync.cli.watch;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens a WebSocket. Distinguishes a final refusal from a temporary one, after which a later attempt can succeed. */
final class Handshake {

    // Request timeout, too early, too many requests: the only temporary 4xx statuses.
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private static final JsonMapper JSON = new JsonMapper();

    private Handshake() {}

    /**
     * @param token sent in the Authorization header, if there is one
     * @param patience maximum time from the connection attempt to the gateway's answer
     */
    static WebSocket open(
            HttpClient http, URI uri, @Nullable String token, WebSocket.Listener listener, Duration patience)
            throws ConnectionLostException, WatchRefusedException, InterruptedException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(patience);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            return builder.buildAsync(uri, listener).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof WebSocketHandshakeException refusal) {
                throw refused(refusal, uri);
            }
            throw new ConnectionLostException(ConnectFailure.reason(cause, uri.getAuthority()), cause);
        }
    }

    private static WatchRefusedException refused(WebSocketHandshakeException refusal, URI uri)
            throws ConnectionLostException {
        HttpResponse<?> response = refusal.getResponse();
        int status = response.statusCode();
        if (status >= 500 || LATER.contains(status)) {
            throw new ConnectionLostException(
                    "cannot connect, HTTP %d from %s%s".formatted(status, uri.getAuthority(), detail(response)),
                    refusal);
        }
        return new WatchRefusedException("%s refused with HTTP %d%s".formatted(uri, status, detail(response)), refusal);
    }

    /** Returns the {@code detail} of an RFC 9457 problem, or nothing if the answer is not one. */
    private static String detail(HttpResponse<?> response) {
        if (!(response.body() instanceof String body)) {
            return "";
        }
        try {
            JsonNode problem = JSON.readTree(body);
            String text = problem.path("detail").asString(problem.path("title").asString(""));
            return text.isBlank() ? "" : ": " + TerminalText.clean(text);
        } catch (JacksonException e) {
            // The body is a page for browsers, or empty: the status alone must do.
            return "";
        }
    }
}
