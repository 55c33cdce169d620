package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.jetty.ClientConnection;
import com.pfavanguard.sync.gateway.jetty.SocketSession;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.InboundLimits;
import com.pfavanguard.sync.gateway.limits.InboundRate;
import com.pfavanguard.sync.gateway.session.ConnectionTraces.ConnectionTrace;
import com.pfavanguard.sync.gateway.stomp.StompClient;
import com.pfavanguard.sync.gateway.stomp.StompErrorFrame;
import com.pfavanguard.sync.gateway.stream.MessageSink;
import com.pfavanguard.sync.gateway.stream.Messages;
import com.pfavanguard.sync.gateway.stream.Notice;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import com.pfavanguard.sync.security.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompEncoder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * One client's WebSocket: its handshake, its liveness, what is sent to it, and its close code. Events go straight to the
 * connection, all other messages through {@link AnswerSender}. Safe for any thread.
 */
public final class ClientSession extends WebSocketSessionDecorator implements MessageSink, StompClient {

    private static final StompEncoder STOMP_ENCODER = new StompEncoder();
    private static final TextMessage STOMP_HEARTBEAT = new TextMessage("\n");

    private final AnswerSender answers;
    private final ClientConnection connection;
    private final SessionAttributes attributes;
    private final ClientProtocol protocol;
    private final Liveness liveness;
    private final ConnectionSlot slot;
    private final InboundRate inbound;
    private final RoomMembership membership = new RoomMembership();
    private final AtomicReference<CloseCode> closedWith = new AtomicReference<>();

    // Set before the session joins the stream; null unless the connection's trace is recorded.
    private @Nullable ConnectionTrace trace;

    private volatile TextMessage heartbeat = STOMP_HEARTBEAT;
    private volatile CloseCode afterError = CloseCode.PROTOCOL_ERROR;

    ClientSession(
            SocketSession socket, SessionAttributes attributes, ConnectionSlot slot, InboundLimits inboundLimits) {
        super(socket);
        this.attributes = attributes;
        this.answers = new AnswerSender(socket.core());
        this.connection = socket.connection();
        this.slot = slot;
        this.inbound = new InboundRate(inboundLimits, connection::getMessagesIn, connection::getBytesIn);
        this.liveness = new Liveness(System.nanoTime());
        this.protocol = Subprotocols.STOMP.contains(String.valueOf(getAcceptedProtocol()))
                ? ClientProtocol.STOMP
                : ClientProtocol.JSON;
    }

    void follow(ConnectionTrace trace) {
        this.trace = trace;
    }

    @Override
    public @Nullable TraceParent trace() {
        ConnectionTrace recorded = trace;
        return recorded == null ? null : recorded.parent();
    }

    /** Ends the span of the connection, if it has one. */
    void endTrace(int closeCode) {
        if (trace != null) {
            trace.end(closeCode);
        }
    }

    RoomMembership membership() {
        return membership;
    }

    @Override
    public Subscriber subscriber() {
        return membership.subscriber();
    }

    /** Empty until the client has sent its token. */
    public Optional<Caller> caller() {
        return membership.caller();
    }

    boolean tell(Notice notice) {
        return subscriber().tell(notice);
    }

    public OrganizationId organizationId() {
        return attributes.organizationId();
    }

    /** IP address of the client, as the web server or a trusted proxy tells it. */
    public String address() {
        return attributes.address();
    }

    SessionAttributes handshake() {
        return attributes;
    }

    Liveness liveness() {
        return liveness;
    }

    ConnectionSlot slot() {
        return slot;
    }

    InboundRate inbound() {
        return inbound;
    }

    ClientProtocol protocol() {
        return protocol;
    }

    boolean isStomp() {
        return protocol == ClientProtocol.STOMP;
    }

    /** The negotiated sub-protocol; {@code ?protocol=stomp} counts as one, for clients that cannot offer any. */
    @Override
    public @Nullable String getAcceptedProtocol() {
        String negotiated = super.getAcceptedProtocol();
        return negotiated == null && attributes.stompByUrl() ? Subprotocols.STOMP.get(0) : negotiated;
    }

    @Override
    public boolean readsDeflated() {
        return connection.readsDeflated();
    }

    @Override
    public void connected(long sendEveryMs, long expectEveryMs) {
        liveness.connected(sendEveryMs, expectEveryMs);
    }

    /** STOMP 1.2, "DISCONNECT": the client sends nothing after it and expects no more events. */
    @Override
    public void disconnected() {
        membership.joined().ifPresent(Subscriber::unsubscribeAll);
        close(CloseCode.NORMAL);
    }

    @Override
    public int write(Messages messages, long now, Runnable whenReady) {
        liveness.sent(now);
        return connection.write(messages, whenReady);
    }

    /** Sends without blocking: STOMP answers, ERROR frames, heart-beats and pings. */
    @Override
    public void sendMessage(WebSocketMessage<?> message) {
        if (closedWith.get() != null) {
            return;
        }
        if (answers.send(message)) {
            liveness.sent(System.nanoTime());
        } else {
            close(CloseCode.SLOW); // the client keeps sending frames and does not read the answers
        }
    }

    /** Sends plain JSON clients a heart-beat at once, and then one in each interval in which nothing else is sent. */
    void sendHeartbeats(PlainHeartbeat wanted) {
        heartbeat = wanted.message();
        sendHeartbeat();
        liveness.sendsHeartbeats(wanted.every());
    }

    void sendHeartbeat() {
        sendMessage(heartbeat);
    }

    void sendPing() {
        sendMessage(new PingMessage());
    }

    @Override
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    private void close(CloseCode code, String reason) {
        if (closedWith.compareAndSet(null, code)) {
            liveness.closing();
            answers.close(code, reason);
        }
    }

    /**
     * Closes the session because this gateway goes away, and tells the client when to connect elsewhere: STOMP clients
     * in an ERROR frame, all clients in the reason of the close frame.
     */
    void sendAway(Duration comeBackAfter) {
        if (isStomp()) {
            sendError(StompErrorFrame.goingAway(comeBackAfter));
        }
        close(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY.reason(comeBackAfter));
    }

    /** Closes the session; STOMP clients get the message in an ERROR frame first. */
    void closeWithError(CloseCode code, String message) {
        if (isStomp() && closedWith.get() == null) {
            sendError(StompErrorFrame.of(code, message, null));
        }
        close(code);
    }

    private void sendError(Message<byte[]> error) {
        sendMessage(new TextMessage(STOMP_ENCODER.encode(error)));
    }

    @Override
    public void close() {
        close(CloseCode.NORMAL);
    }

    /** Sets the close code for Spring's close after the ERROR frame that it is about to send. */
    public void afterError(CloseCode code) {
        afterError = code;
    }

    /** Translates Spring's close: after an ERROR frame, after an unexpected exception, or at shutdown. */
    @Override
    public void close(CloseStatus status) {
        switch (status.getCode()) {
            case 1000 -> close(CloseCode.NORMAL);
            case 1001 -> close(CloseCode.GOING_AWAY);
            case 1002 -> close(afterError);
            default -> close(CloseCode.SERVER_ERROR);
        }
    }

    /** The code with which the gateway closed the session; {@code null} if it has not. */
    public @Nullable CloseCode closedWith() {
        return closedWith.get();
    }

    /** The code with which the gateway closed the session or, if it has not, the code of the ended connection. */
    int endCode(CloseStatus ofConnection) {
        CloseCode own = closedWith.get();
        return own == null ? ofConnection.getCode() : own.code();
    }

    /** Cuts the connection of a client that does not answer the close frame. */
    void abort() {
        answers.abort();
    }

    @Override
    public String toString() {
        return "ClientSession[" + getId() + ", organization=" + attributes.organizationId() + "]";
    }
}
