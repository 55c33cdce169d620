package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client of a {@link Crowd}, over one connection after the other. Touched by the crowd's thread only. */
final class LoadClient implements WebSocketFrames.Reader {

    /** How far its connection has come. */
    enum State {
        CLOSED,
        CONNECTING,
        UPGRADING,
        LOGGING_IN,
        LISTENING
    }

    private static final byte[] NOTHING = {};
    private static final int GOING_AWAY = 1001;
    private static final Pattern OWN_WAIT = Pattern.compile("retry-after-ms=(\\d+)");

    private final LoadConnections connections;
    private final Crowd crowd;
    private final int organization;
    final Hearing hearing = new Hearing();

    private State state = State.CLOSED;
    private @Nullable SocketChannel channel;
    private @Nullable String position;
    private long openedAt;
    private LoadEndpoint endpoint;
    private byte[] rest = NOTHING;

    // Frames of one server look alike: where the stamp lay in the last one, and how long that frame was.
    private int usualLength;
    private int usualStamp;

    LoadClient(LoadConnections connections, Crowd crowd, int organization) {
        this.connections = connections;
        this.crowd = crowd;
        this.organization = organization;
        this.endpoint = connections.endpoint();
    }

    int organization() {
        return organization;
    }

    State state() {
        return state;
    }

    /** When it began to connect, by {@link System#nanoTime}. */
    long openedAt() {
        return openedAt;
    }

    /**
     * Begins to connect.
     *
     * @param resumeFrom the id of the last event heard, or {@code null}
     * @param receiveBuffer in bytes; 0 leaves it to the kernel
     */
    void open(Selector selector, @Nullable String resumeFrom, int receiveBuffer) throws IOException {
        SocketChannel fresh = SocketChannel.open();
        fresh.configureBlocking(false);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Closes with a reset, as a client that is gone does; and keeps no port waiting for a minute.
        fresh.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (receiveBuffer > 0) {
            fresh.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel = fresh;
        openedAt = System.nanoTime();
        endpoint = connections.endpoint();
        position = resumeFrom;
        rest = NOTHING;
        state = State.CONNECTING;
        fresh.register(selector, SelectionKey.OP_CONNECT, this);
        fresh.connect(endpoint.address());
    }

    void ready(SelectionKey key, ByteBuffer buffer) {
        try {
            if (state == State.CONNECTING) {
                requireOpen().finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                state = State.UPGRADING;
                send(upgrade().getBytes(StandardCharsets.US_ASCII));
            } else {
                read(buffer);
            }
        } catch (IOException | IllegalStateException e) {
            close(e.getMessage());
        }
    }

    private String upgrade() {
        boolean stomp = endpoint.stomp();
        String resume = position != null && !stomp ? "?lastEventId=" + position : "";
        String token = endpoint.token() == null ? "" : "Authorization: Bearer " + endpoint.token() + "\r\n";
        return "GET " + endpoint.path() + crowd.organizationId(organization) + resume + " HTTP/1.1\r\nHost: "
                + endpoint.host() + ":" + endpoint.port() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + (stomp ? "Sec-WebSocket-Protocol: v12.stomp\r\n" : "") + token + "\r\n";
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        buffer.put(rest);
        if (requireOpen().read(buffer) < 0) {
            throw new IOException("closed by the server");
        }
        crowd.noteRead();
        byte[] data = buffer.array();
        int to = buffer.position();
        int from = state == State.UPGRADING ? upgraded(data, to) : 0;
        if (state.compareTo(State.LOGGING_IN) >= 0) {
            from = WebSocketFrames.read(data, from, to, this);
        }
        rest = from == to ? NOTHING : Arrays.copyOfRange(data, from, to);
    }

    private int upgraded(byte[] data, int to) throws IOException {
        String answer = new String(data, 0, to, StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("refused: " + answer.lines().findFirst().orElse(""));
        }
        if (endpoint.stomp()) {
            state = State.LOGGING_IN;
            sendStomp("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\n\n\0");
        } else {
            listening();
        }
        return end + 4;
    }

    private void listening() {
        state = State.LISTENING;
        connections.letIn(this);
    }

    @Override
    public void frame(int opcode, byte[] data, int from, int to) {
        switch (opcode) {
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> message(data, from, to);
            case WebSocketFrames.PING -> send(WebSocketFrames.fromClient(WebSocketFrames.PONG, data, from, to));
            case WebSocketFrames.CLOSE -> closeFrame(data, from, to);
            default -> {}
        }
    }

    private void closeFrame(byte[] data, int from, int to) {
        int code = closeCode(data, from, to);
        Matcher wait = OWN_WAIT.matcher(new String(data, from, to - from, StandardCharsets.UTF_8));
        if (!connections.isFollowing() || code != GOING_AWAY || !wait.find()) {
            throw new IllegalStateException("close code " + code);
        }
        state = State.CLOSED;
        try {
            send(WebSocketFrames.fromClient(WebSocketFrames.CLOSE, data, from, from + 2));
            requireOpen().close();
        } catch (IOException | IllegalStateException e) {
            // The server has not waited for the answer; what it said counts all the same.
        }
        channel = null;
        connections.sentAway(this, Long.parseLong(wait.group(1)));
    }

    private static int closeCode(byte[] data, int from, int to) {
        return to - from < 2 ? 0 : (data[from] & 0xFF) << 8 | data[from + 1] & 0xFF;
    }

    private void message(byte[] data, int from, int to) {
        if (to - from == usualLength && LoadEvent.isAt(data, from + usualStamp, to)) {
            crowd.heard(this, data, from + usualStamp);
            return;
        }
        int events = 0;
        for (int stamp = LoadEvent.find(data, from, to); stamp >= 0; stamp = LoadEvent.find(data, stamp, to)) {
            crowd.heard(this, data, stamp);
            usualStamp = stamp - from;
            events++;
        }
        usualLength = events == 1 ? to - from : -1;
        if (events == 0 && endpoint.stomp()) {
            control(new String(data, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void control(String frame) {
        if (frame.startsWith("CONNECTED")) {
            String destination = "/topic/sync." + crowd.organizationId(organization);
            String resume = position == null ? "" : "last-event-id:" + position + "\n";
            sendStomp("SUBSCRIBE\nid:sub-0\ndestination:" + destination + "\nack:auto\n" + resume + "\n\0");
            listening();
        } else if (frame.startsWith("ERROR\n") && connections.isFollowing() && frame.contains("retry-after-ms:")) {
            // The close frame follows, and says the same.
        } else if (frame.startsWith("ERROR")) {
            throw new IllegalStateException(frame.replaceAll("\\p{Cntrl}+", " ").strip());
        }
    }

    private void sendStomp(String frame) {
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        send(WebSocketFrames.fromClient(WebSocketFrames.TEXT, bytes, 0, bytes.length));
    }

    // A few hundred bytes at most, which an empty socket always takes.
    private void send(byte[] bytes) {
        try {
            if (requireOpen().write(ByteBuffer.wrap(bytes)) < bytes.length) {
                throw new IllegalStateException("the server does not read");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private SocketChannel requireOpen() throws IOException {
        if (channel == null) {
            throw new IOException("not open");
        }
        return channel;
    }

    /** The connection is over, by us or, with a reason, by the server. */
    void close(@Nullable String reason) {
        if (state == State.CLOSED) {
            return;
        }
        State before = state;
        state = State.CLOSED;
        try {
            requireOpen().close();
        } catch (IOException e) {
            // The connection is gone already.
        }
        channel = null;
        connections.closed(this, before, reason);
    }
}
