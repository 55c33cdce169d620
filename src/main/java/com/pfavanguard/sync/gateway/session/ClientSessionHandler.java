package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.jetty.SocketSession;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.stomp.StrictStompDecoder;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.vital.BoundedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Outermost handler of every session: replaces Spring's session by our non-blocking {@link ClientSession}, records each
 * sign of life, and makes sure that a session is admitted at most once and leaves its organization's stream once.
 */
final class ClientSessionHandler extends WebSocketHandlerDecorator {

    private static final Logger log = LoggerFactory.getLogger(ClientSessionHandler.class);
    private static final BoundedLog LINES = new BoundedLog();

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final Admission admission;
    private final FloodGuard floodGuard;
    private final StrictStompDecoder frameDecoder;
    private final LimitCounters counters;
    private final ConnectionTraces traces;

    ClientSessionHandler(
            WebSocketHandler delegate,
            SessionRegistry sessions,
            EventStream stream,
            Admission admission,
            FloodGuard floodGuard,
            StrictStompDecoder frameDecoder,
            LimitCounters counters,
            ConnectionTraces traces) {
        super(delegate);
        this.traces = traces;
        this.frameDecoder = frameDecoder;
        this.counters = counters;
        this.floodGuard = floodGuard;
        this.sessions = sessions;
        this.stream = stream;
        this.admission = admission;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession raw) throws Exception {
        SessionAttributes attributes = SessionAttributes.of(raw.getAttributes());
        ConnectionSlot slot = ConnectionSlot.of(raw.getAttributes());
        SocketSession socket = (SocketSession) raw;
        ClientSession session = new ClientSession(socket, attributes, slot, floodGuard.limits());
        socket.forgetAttributes(); // the session has them now
        traces.begin(attributes, session.getId(), session.protocol()).ifPresent(session::follow);
        sessions.add(session);
        if (!slot.markOpen()) {
            session.close(CloseCode.SERVER_ERROR); // the sweep has given the slot back, since opening took too long
        }
        if (attributes.caller() != null) {
            admission.admit(session, attributes.caller());
        }
        if (!sessions.isAccepting()) {
            // The shutdown began after the handshake's check, and may have closed all sessions before this one was
            // added.
            session.close(CloseCode.GOING_AWAY);
        }
        guarded(session, () -> super.afterConnectionEstablished(session));
    }

    @Override
    public void handleMessage(WebSocketSession raw, WebSocketMessage<?> message) throws Exception {
        ClientSession session = sessions.find(raw.getId()).orElse(null);
        if (session == null || session.closedWith() != null) {
            return;
        }
        session.liveness().received();
        if (floodGuard.allowsMessage(session)) {
            guarded(session, () -> super.handleMessage(session, message));
            session.liveness().received(frameDecoder.takeRemainder());
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    // Spring would close the session too, but log its URL, which may contain a token.
    private static void guarded(ClientSession session, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LINES.tell(log, Level.ERROR, e.getClass().getName(), "Closed {} after an unexpected exception", session, e);
            session.close(CloseCode.SERVER_ERROR);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession raw, Throwable exception) throws Exception {
        ClientSession session = sessions.find(raw.getId()).orElse(null);
        if (session != null) {
            super.handleTransportError(session, exception);
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession raw, CloseStatus status) throws Exception {
        ClientSession session = sessions.remove(raw.getId(), status).orElse(null);
        if (session != null) {
            session.membership().end().ifPresent(stream::leave);
            session.slot().giveBack();
            counters.closed(session.endCode(status));
            session.endTrace(session.endCode(status));
            super.afterConnectionClosed(session, status);
        }
    }
}
