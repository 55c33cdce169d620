package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.relay.StompClient;
import com.pfavanguard.sync.gateway.stream.Outlet;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * One client's WebSocket. Whatever leaves goes through Jetty's core session, whose sends do not block and which puts
 * frames queued together into one write; Spring's own session would wait for each. Safe for any thread.
 */
final class ClientSession extends WebSocketSessionDecorator implements Outlet, StompClient {

    private static final int MAX_ANSWERS_WAITING = 64 * 1024;
    private static final int FRAME_OVERHEAD_BYTES = 128;

    private final CoreSession core;
    private final WebSocketConnection connection;
    private final SessionAttributes attributes;
    private final Liveness liveness;
    // Bytes of answers (not events, which wait in the stream) that the socket has not taken yet.
    private final AtomicInteger answersWaiting = new AtomicInteger();

    private final AtomicReference<CloseCode> closedWith = new AtomicReference<>();
    private @Nullable Subscriber subscriber;

    ClientSession(org.springframework.web.socket.WebSocketSession delegate, SessionAttributes attributes) {
        super(delegate);
        this.attributes = attributes;
        WebSocketSession jetty = ((NativeWebSocketSession) delegate).getNativeSession(WebSocketSession.class);
        if (jetty == null) {
            throw new IllegalStateException("Not a Jetty WebSocket session: " + delegate.getClass());
        }
        this.core = jetty.getCoreSession();
        this.connection = ((WebSocketCoreSession) core).getConnection();
        this.liveness = new Liveness(System.nanoTime());
    }

    void join(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    @Override
    public Subscriber subscriber() {
        if (subscriber == null) {
            throw new IllegalStateException("The session has not joined its organization's stream yet");
        }
        return subscriber;
    }

    SessionAttributes handshake() {
        return attributes;
    }

    Liveness liveness() {
        return liveness;
    }

    boolean isStomp() {
        return getAcceptedProtocol() != null;
    }

    /** The negotiated sub-protocol; {@code ?protocol=stomp} counts as one, for clients that cannot offer any. */
    @Override
    public @Nullable String getAcceptedProtocol() {
        String negotiated = super.getAcceptedProtocol();
        return negotiated == null && attributes.stompByUrl() ? HandshakeRules.STOMP_PROTOCOLS.get(0) : negotiated;
    }

    @Override
    public void connected(long sendEveryMs, long expectEveryMs) {
        liveness.connected(sendEveryMs, expectEveryMs);
    }

    @Override
    public void queue(byte[] message) {
        sendData(text(message), Callback.NOOP, true);
    }

    @Override
    public void send(byte[] message, Runnable whenWritten) {
        liveness.sent();
        sendData(text(message), Callback.from(whenWritten), false);
    }

    // Straight to where frames become bytes. What lies between is for cutting frames to size and for extensions, none
    // of
    // which happens here, and costs a fifth of what Jetty does for a small frame.
    private void sendData(Frame frame, Callback callback, boolean batch) {
        connection.enqueueFrame(
                new OutgoingEntry.Builder(frame, callback).batch(batch).build());
    }

    private static Frame text(byte[] message) {
        return new Frame(OpCode.TEXT, ByteBuffer.wrap(message));
    }

    /** Sends without waiting; STOMP answers and pings come this way. */
    @Override
    public void sendMessage(WebSocketMessage<?> message) {
        if (closedWith.get() != null) {
            return;
        }
        int bytes = message.getPayloadLength() + FRAME_OVERHEAD_BYTES;
        if (answersWaiting.addAndGet(bytes) > MAX_ANSWERS_WAITING) {
            // It asks and asks, and does not read what it is answered.
            close(CloseCode.SLOW);
            return;
        }
        liveness.sent();
        Frame frame = frame(message);
        Callback taken = Callback.from(() -> answersWaiting.addAndGet(-bytes));
        if (frame.isControlFrame()) {
            core.sendFrame(frame, taken, false);
        } else {
            sendData(frame, taken, false);
        }
    }

    private static Frame frame(WebSocketMessage<?> message) {
        if (message instanceof TextMessage text) {
            return text(text.asBytes());
        } else if (message instanceof BinaryMessage binary) {
            return new Frame(OpCode.BINARY, binary.getPayload());
        } else if (message instanceof PingMessage ping) {
            return new Frame(OpCode.PING, ping.getPayload());
        } else if (message instanceof PongMessage pong) {
            return new Frame(OpCode.PONG, pong.getPayload());
        }
        throw new IllegalArgumentException("Cannot send a " + message.getClass());
    }

    void sendStompHeartbeat() {
        sendMessage(new TextMessage("\n"));
    }

    void sendPing() {
        sendMessage(new PingMessage());
    }

    @Override
    public void close(CloseCode code) {
        if (closedWith.compareAndSet(null, code)) {
            liveness.closing();
            core.close(code.code(), code.reason(), Callback.NOOP);
        }
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL);
    }

    /** For Spring's own reasons to close: an ERROR frame before it, an unforeseen exception, a shutdown. */
    @Override
    public void close(CloseStatus status) {
        switch (status.getCode()) {
            case 1000 -> close(CloseCode.NORMAL);
            case 1001 -> close(CloseCode.GOING_AWAY);
            case 1002 -> close(CloseCode.PROTOCOL_ERROR);
            default -> close(CloseCode.SERVER_ERROR);
        }
    }

    /** The code this side has closed with, if it has. */
    @Nullable CloseCode closedWith() {
        return closedWith.get();
    }

    /** Cuts the connection, for a peer that does not answer the close frame. */
    void abort() {
        core.abort();
    }

    @Override
    public String toString() {
        return "ClientSession[" + getId() + ", organization=" + attributes.organizationId() + "]";
    }

    static boolean looksLikeStomp(String text) {
        return text.startsWith("CONNECT\n")
                || text.startsWith("CONNECT\r\n")
                || text.startsWith("STOMP\n")
                || text.startsWith("STOMP\r\n");
    }

    static String textOf(WebSocketMessage<?> message) {
        if (message instanceof BinaryMessage binary) {
            return StandardCharsets.UTF_8
                    .decode(binary.getPayload().duplicate())
                    .toString();
        }
        return message.getPayload().toString();
    }
}
