package com.pfavanguard.sync.testing;

import com.pfavanguard.sync.contract.MessageCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket client over the JDK's own, which shows every message as it came over the wire; STOMP frames are written
 * by hand, so that wrong ones can be, too.
 */
public final class WireClient implements WebSocket.Listener, AutoCloseable {

    /** Long enough for a slow, busy machine; waiting ends as soon as the thing happens. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        MessageCheck.prepare();
    }

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    /** How the connection ended; code 1006 if without a close frame. */
    public record Closed(int code, String reason) {}

    private WireClient() {}

    /** Opens a connection; throws what the JDK throws if the handshake is refused. */
    public static WireClient open(URI uri, String... subprotocols) {
        return open(uri, new String[0], subprotocols);
    }

    /** Likewise with a header in the handshake. */
    public static WireClient openWithHeader(URI uri, String name, String value, String... subprotocols) {
        return open(uri, new String[] {name, value}, subprotocols);
    }

    /** Likewise with a token in the Authorization header. */
    public static WireClient openWithToken(URI uri, String token, String... subprotocols) {
        return openWithHeader(uri, "Authorization", "Bearer " + token, subprotocols);
    }

    private static WireClient open(URI uri, String[] header, String[] subprotocols) {
        WireClient client = new WireClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        if (header.length > 0) {
            builder.header(header[0], header[1]);
        }
        if (subprotocols.length > 0) {
            builder.subprotocols(
                    subprotocols[0],
                    List.of(subprotocols).subList(1, subprotocols.length).toArray(String[]::new));
        }
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    /** A plain JSON client that has been greeted. */
    public static WireClient json(TestGateway gateway, String organizationId) {
        WireClient client = open(gateway.webSocket(organizationId));
        client.nextJson();
        return client;
    }

    /** A STOMP 1.2 client, connected and not subscribed. */
    public static WireClient stomp(TestGateway gateway, String organizationId) {
        return open(gateway.webSocket(organizationId), "v12.stomp").connect();
    }

    /** Sends CONNECT and takes the answer. */
    public WireClient connect() {
        send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:localhost\n\n\0");
        nextFrame("CONNECTED");
        return this;
    }

    /** Subscribes to the organization's topic and takes the greeting, which is returned. */
    public JsonNode subscribe(String organizationId, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
        send("SUBSCRIBE\nid:sub-0\ndestination:/topic/sync." + organizationId + "\n" + more + "\n\0");
        return MessageCheck.checked(JSON.readTree(nextFrame("MESSAGE").body()));
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /** Sends it, unless the server has just closed. */
    public void sendIfOpen(String text) {
        socket.sendText(text, true).exceptionally(e -> socket).join();
    }

    public void sendBinary(String text) {
        socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                .join();
    }

    /** The next message as it came. */
    public String next() {
        try {
            String message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new AssertionError("No message within " + PATIENCE + "; closed: " + closed);
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message; {@code null} if the connection ends before there is one. */
    public @Nullable String nextUnlessClosed() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !messages.isEmpty() || !isOpen());
        return messages.poll();
    }

    /** The next message of a plain client. */
    public JsonNode nextJson() {
        return MessageCheck.checked(JSON.readTree(next()));
    }

    /** The next STOMP frame, which must be of this command; heart-beats are passed over. */
    public StompFrame nextFrame(String command) {
        String message = next();
        while (message.equals("\n")) {
            message = next();
        }
        StompFrame frame = StompFrame.parse(message);
        if (!frame.command().equals(command)) {
            throw new AssertionError("Expected " + command + " but got " + message);
        }
        return frame;
    }

    /** The event of the next STOMP MESSAGE. */
    public JsonNode nextEvent() {
        return MessageCheck.checked(JSON.readTree(nextFrame("MESSAGE").body()));
    }

    /** Messages that are here already. */
    public List<String> received() {
        List<String> all = new ArrayList<>();
        messages.drainTo(all);
        return all;
    }

    public @Nullable String pollNow() {
        return messages.poll();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    public Closed awaitClosed() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    public void request(long more) {
        socket.request(more);
    }

    /** Leaves without a word, as in a tunnel. */
    public void abort() {
        socket.abort();
        closed.complete(new Closed(1006, "aborted here"));
    }

    @Override
    public void close() {
        if (isOpen() && !socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        }
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(new Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(new Closed(1006, String.valueOf(error)));
    }
}
