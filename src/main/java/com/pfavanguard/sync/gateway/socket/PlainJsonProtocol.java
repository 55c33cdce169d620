package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.MessageEncoding;
import com.pfavanguard.sync.gateway.stream.StreamEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;

/**
 * What a client without a sub-protocol gets: the greeting, then each event as one text message of bare JSON. It only
 * listens; what it sends ends the session with a reason it can read.
 */
final class PlainJsonProtocol implements SubProtocolHandler {

    private enum Json implements MessageEncoding {
        PLAIN;

        @Override
        public byte[] encode(StreamEvent event) {
            return event.json();
        }

        @Override
        public byte[] encodeGreeting(String position, byte[] json) {
            return json;
        }
    }

    private final SessionRegistry sessions;

    PlainJsonProtocol(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<String> getSupportedProtocols() {
        return List.of();
    }

    @Override
    public void afterSessionStarted(WebSocketSession session, MessageChannel channel) {
        ClientSession client = client(session);
        client.subscriber().subscribe(null, Json.PLAIN, client.handshake().lastEventId());
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        if (message instanceof PongMessage) {
            return; // the answer to our ping; the session has noted it
        }
        boolean stomp = ClientSession.looksLikeStomp(ClientSession.textOf(message));
        client(session).close(stomp ? CloseCode.STOMP_ON_PLAIN : CloseCode.RECEIVE_ONLY);
    }

    @Override
    public void handleMessageToClient(WebSocketSession session, Message<?> message) {
        // Nothing of Spring's messaging is for plain clients; the stream reaches them itself.
    }

    @Override
    public @Nullable String resolveSessionId(Message<?> message) {
        return null;
    }

    @Override
    public void afterSessionEnded(WebSocketSession session, CloseStatus status, MessageChannel channel) {
        // ClientSessionHandler has taken the session out of the stream.
    }

    // Spring hands over its own wrapping of the session; ours is known by the id they share.
    private ClientSession client(WebSocketSession session) {
        return sessions.find(session.getId())
                .orElseThrow(() -> new IllegalStateException("Unknown session " + session.getId()));
    }
}
