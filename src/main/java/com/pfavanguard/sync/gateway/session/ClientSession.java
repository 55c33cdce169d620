package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.jetty.ClientConnection;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.InboundLimits;
import com.pfavanguard.sync.gateway.limits.InboundRate;
import com.pfavanguard.sync.gateway.stomp.StompClient;
import com.pfavanguard.sync.gateway.stomp.StompErrorFrame;
import com.pfavanguard.sync.gateway.stream.MessageSink;
import com.pfavanguard.sync.gateway.stream.Messages;
import com.pfavanguard.sync.gateway.stream.Notice;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import com.pfavanguard.sync.security.Caller;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * One client's WebSocket. Whatever leaves goes through Jetty's core session, whose sends do not block, or, if it is
 * events, straight to the connection; Spring's own session would wait for each. Safe for any thread.
 */
public final class ClientSession extends WebSocketSessionDecorator implements MessageSink, StompClient {

    private static final int MAX_ANSWERS_WAITING = 64 * 1024;
    private static final int FRAME_OVERHEAD_BYTES = 128;

    private static final StompEncoder STOMP_ENCODER = new StompEncoder();

    private final CoreSession core;
    private final ClientConnection connection;
    private final SessionAttributes attributes;
    private final Liveness liveness;
    private final ConnectionSlot place;
    private final InboundRate inbound;
    // Bytes of answers (not events, which wait in the stream) that the socket has not taken yet.
    private final AtomicInteger answersWaiting = new AtomicInteger();

    private final AtomicReference<CloseCode> closedWith = new AtomicReference<>();

    // Who it is, until when; null as long as a STOMP client owes its token.
    private volatile @Nullable Caller caller;
    // The end of the token it was warned of last; the sweep's own.
    private @Nullable Instant warnedOf;
    // Its place in the stream, from its admission to its end.
    private @Nullable Subscriber subscriber;
    private boolean left;
    private volatile CloseCode afterError = CloseCode.PROTOCOL_ERROR;

    ClientSession(
            org.springframework.web.socket.WebSocketSession delegate,
            SessionAttributes attributes,
            ConnectionSlot place,
            InboundLimits inboundLimits) {
        super(delegate);
        this.attributes = attributes;
        WebSocketSession jetty = ((NativeWebSocketSession) delegate).getNativeSession(WebSocketSession.class);
        if (jetty == null) {
            throw new IllegalStateException("Not a Jetty WebSocket session: " + delegate.getClass());
        }
        this.core = jetty.getCoreSession();
        this.connection = (ClientConnection) ((WebSocketCoreSession) core).getConnection();
        this.place = place;
        this.inbound = new InboundRate(inboundLimits, connection::getMessagesIn, connection::getBytesIn);
        this.liveness = new Liveness(System.nanoTime());
    }

    /** Lets the session in; {@code false} if it has ended meanwhile. */
    synchronized boolean admit(Caller caller, Subscriber subscriber) {
        if (left || this.subscriber != null) {
            return false;
        }
        this.subscriber = subscriber;
        this.caller = caller;
        return true;
    }

    /** Its place in the stream, for it to be given up; empty if it has none. */
    synchronized Optional<Subscriber> leave() {
        left = true;
        return Optional.ofNullable(subscriber);
    }

    @Override
    public synchronized Subscriber subscriber() {
        if (subscriber == null) {
            throw new IllegalStateException("The session has not joined its organization's stream yet");
        }
        return subscriber;
    }

    /** Who it is; empty as long as it owes its token. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** From now on with a new token. */
    synchronized void renew(Caller renewed) {
        caller = renewed;
    }

    /** Ends the session with its token, unless it has got a new one just now. */
    synchronized void expire(Caller expired) {
        if (caller == expired) {
            close(CloseCode.TOKEN_EXPIRED);
        }
    }

    /** Says once of each token that it is about to expire, and not again of one that ends no later. */
    void warn(Instant end, Notice expiring) {
        if ((warnedOf == null || end.isAfter(warnedOf)) && tell(expiring)) {
            warnedOf = end;
        }
    }

    boolean tell(Notice notice) {
        return subscriber().tell(notice);
    }

    public OrganizationId organizationId() {
        return attributes.organizationId();
    }

    /** Where the client connects from. */
    public String address() {
        return attributes.address();
    }

    SessionAttributes handshake() {
        return attributes;
    }

    Liveness liveness() {
        return liveness;
    }

    /** What it is counted under. */
    ConnectionSlot place() {
        return place;
    }

    InboundRate inbound() {
        return inbound;
    }

    boolean isStomp() {
        return Subprotocols.STOMP.contains(String.valueOf(getAcceptedProtocol()));
    }

    /** The negotiated sub-protocol; {@code ?protocol=stomp} counts as one, for clients that cannot offer any. */
    @Override
    public @Nullable String getAcceptedProtocol() {
        String negotiated = super.getAcceptedProtocol();
        return negotiated == null && attributes.stompByUrl() ? Subprotocols.STOMP.get(0) : negotiated;
    }

    @Override
    public void connected(long sendEveryMs, long expectEveryMs) {
        liveness.connected(sendEveryMs, expectEveryMs);
    }

    /** STOMP 1.2, "DISCONNECT": the client sends nothing after it and wants nothing more. */
    @Override
    public void disconnected() {
        leaveSubscriptions();
        close(CloseCode.NORMAL);
    }

    // The stream is never called under this session's lock: a write that fails ends the session from within the stream.
    private void leaveSubscriptions() {
        Subscriber joined;
        synchronized (this) {
            joined = subscriber;
        }
        if (joined != null) {
            joined.unsubscribeAll();
        }
    }

    @Override
    public int write(Messages messages, Runnable whenReady) {
        liveness.sent();
        return connection.write(messages, whenReady);
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
        core.sendFrame(frame(message), Callback.from(() -> answersWaiting.addAndGet(-bytes)), false);
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

    /** Closes with the words for people in an ERROR frame before, where there are any. */
    void closeWithError(CloseCode code, String message) {
        if (isStomp() && closedWith.get() == null) {
            Message<byte[]> error = StompErrorFrame.of(code, message, null);
            sendMessage(new TextMessage(STOMP_ENCODER.encode(error)));
        }
        close(code);
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL);
    }

    /** The code with which Spring's close after the next ERROR frame goes out. */
    public void afterError(CloseCode code) {
        afterError = code;
    }

    /** For Spring's own reasons to close: an ERROR frame before it, an unforeseen exception, a shutdown. */
    @Override
    public void close(CloseStatus status) {
        switch (status.getCode()) {
            case 1000 -> close(CloseCode.NORMAL);
            case 1001 -> close(CloseCode.GOING_AWAY);
            case 1002 -> close(afterError);
            default -> close(CloseCode.SERVER_ERROR);
        }
    }

    /** The code this side has closed with, if it has. */
    public @Nullable CloseCode closedWith() {
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
}
