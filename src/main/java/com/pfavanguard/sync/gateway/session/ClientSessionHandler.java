package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.stomp.FrameDecoder;
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
 * The outermost handler of every session: puts our non-blocking {@link ClientSession} in the place of Spring's, notes
 * each sign of life, and sees that a session is let in at most once and leaves its organization's stream once.
 */
final class ClientSessionHandler extends WebSocketHandlerDecorator {

    private static final Logger log = LoggerFactory.getLogger(ClientSessionHandler.class);
    private static final BoundedLog LINES = new BoundedLog();

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final Admission admission;
    private final InboundWatch inboundWatch;
    private final FrameDecoder frameDecoder;

    ClientSessionHandler(
            WebSocketHandler delegate,
            SessionRegistry sessions,
            EventStream stream,
            Admission admission,
            InboundWatch inboundWatch,
            FrameDecoder frameDecoder) {
        super(delegate);
        this.frameDecoder = frameDecoder;
        this.inboundWatch = inboundWatch;
        this.sessions = sessions;
        this.stream = stream;
        this.admission = admission;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession raw) throws Exception {
        SessionAttributes attributes = SessionAttributes.of(raw.getAttributes());
        ConnectionSlot place = ConnectionSlot.of(raw.getAttributes());
        ClientSession session = new ClientSession(raw, attributes, place, inboundWatch.limits());
        raw.getAttributes().clear(); // it has them now
        sessions.add(session);
        if (!place.establish()) {
            session.close(CloseCode.SERVER_ERROR); // it took very long to get here
        }
        if (attributes.caller() != null) {
            admission.admit(session, attributes.caller());
        }
        if (!sessions.isAccepting()) {
            // The shutdown began between the handshake and here, and may have passed this session over.
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
        session.liveness().heard();
        if (inboundWatch.allows(session)) {
            guarded(session, () -> super.handleMessage(session, message));
            session.liveness().left(frameDecoder.takeRest());
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    // Spring would end the session too, but log it with its address, and a token may stand in that.
    private static void guarded(ClientSession session, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            LINES.tell(log, Level.ERROR, e.getClass().getName(), "{} is closed after something unforeseen", session, e);
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
        ClientSession session = sessions.remove(raw.getId(), status.getCode()).orElse(null);
        if (session != null) {
            session.leave().ifPresent(stream::leave);
            session.place().giveBack();
            inboundWatch.closed(session, status.getCode());
            super.afterConnectionClosed(session, status);
        }
    }
}
