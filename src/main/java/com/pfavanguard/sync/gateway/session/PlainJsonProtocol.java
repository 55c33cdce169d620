package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stomp.RefusedFrameException;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.gateway.stream.MessageEncoding;
import com.pfavanguard.sync.gateway.stream.TextFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.messaging.SubProtocolHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves clients without a sub-protocol: sends the greeting, then each event as one text message of bare JSON. Accepts
 * a new token; any other message closes the session with a reason that the client can read.
 */
final class PlainJsonProtocol implements SubProtocolHandler {

    /** @param compressor {@code null} if the client cannot read compressed messages */
    private record Json(@Nullable MessageCompressor compressor) implements MessageEncoding {

        static final Json PLAIN = new Json(null);

        @Override
        public int length(String id, byte[] json, byte @Nullable [] deflated) {
            return TextFrame.length(compressor == null || deflated == null ? json.length : deflated.length);
        }

        @Override
        public void write(String id, byte[] json, byte @Nullable [] deflated, ByteBuffer out) {
            if (compressor == null || deflated == null) {
                TextFrame.begin(out, json.length);
                out.put(json);
            } else {
                TextFrame.beginDeflated(out, deflated.length);
                out.put(deflated);
            }
        }

        @Override
        public ClientProtocol protocol() {
            return ClientProtocol.JSON;
        }

        @Override
        public byte @Nullable [] deflate(byte[] json) {
            return compressor == null ? null : compressor.deflate(json);
        }
    }

    private final SessionRegistry sessions;
    private final Admission admission;
    private final Duration shortestHeartbeat;
    // One object for all sessions that read compressed messages.
    private final Json deflating;

    /** @param shortestHeartbeat clients that ask for shorter intervals get this one */
    PlainJsonProtocol(
            SessionRegistry sessions, Admission admission, MessageCompressor compressor, Duration shortestHeartbeat) {
        this.shortestHeartbeat = shortestHeartbeat;
        this.sessions = sessions;
        this.admission = admission;
        this.deflating = new Json(compressor);
    }

    @Override
    public List<String> getSupportedProtocols() {
        return List.of(Subprotocols.JSON);
    }

    @Override
    public void afterSessionStarted(WebSocketSession session, MessageChannel channel) {
        ClientSession client = client(session);
        if (client.caller().isEmpty()) {
            client.close(CloseCode.UNAUTHORIZED); // unexpected: the handshake refuses these
            return;
        }
        // First of all, so that a client that has heard anything also notices when it hears nothing any more.
        Duration wanted = client.handshake().heartbeat();
        if (!wanted.isZero()) {
            client.sendHeartbeats(PlainHeartbeat.every(wanted, shortestHeartbeat));
        }
        client.subscriber()
                .subscribe(
                        null,
                        client.readsDeflated() ? deflating : Json.PLAIN,
                        client.handshake().options());
    }

    @Override
    public void handleMessageFromClient(WebSocketSession session, WebSocketMessage<?> message, MessageChannel channel) {
        if (message instanceof PongMessage) {
            return; // answers our ping; ClientSessionHandler has recorded it
        }
        ClientSession client = client(session);
        if (client.caller().isEmpty()) {
            return; // closed above
        }
        String text = textOf(message);
        String token = newToken(text);
        if (token == null) {
            boolean stomp = looksLikeStomp(text);
            client.close(stomp ? CloseCode.STOMP_ON_PLAIN : CloseCode.RECEIVE_ONLY);
            return;
        }
        try {
            admission.tell(client, admission.renew(client, token));
        } catch (RefusedFrameException e) {
            client.close(e.code());
        }
    }

    private static boolean looksLikeStomp(String text) {
        return text.startsWith("CONNECT\n")
                || text.startsWith("CONNECT\r\n")
                || text.startsWith("STOMP\n")
                || text.startsWith("STOMP\r\n");
    }

    private static String textOf(WebSocketMessage<?> message) {
        if (message instanceof BinaryMessage binary) {
            return StandardCharsets.UTF_8
                    .decode(binary.getPayload().duplicate())
                    .toString();
        }
        return message.getPayload().toString();
    }

    /** The token of {@code {"type":"AUTH_REFRESH","token":"…"}}; {@code null} if the message is anything else. */
    private static @Nullable String newToken(String text) {
        if (!text.startsWith("{")) {
            return null;
        }
        try {
            JsonNode message = JsonMapper.shared().readTree(text);
            return "AUTH_REFRESH".equals(message.path("type").asString(""))
                    ? message.path("token").asString("")
                    : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    @Override
    public void handleMessageToClient(WebSocketSession session, Message<?> message) {
        // Spring's messaging has nothing for plain JSON clients; the stream writes to them directly.
    }

    @Override
    public @Nullable String resolveSessionId(Message<?> message) {
        return null;
    }

    @Override
    public void afterSessionEnded(WebSocketSession session, CloseStatus status, MessageChannel channel) {
        // ClientSessionHandler has taken the session out of the stream.
    }

    // Spring passes its own wrapper of the session, which has the same id as ours.
    private ClientSession client(WebSocketSession session) {
        return sessions.find(session.getId())
                .orElseThrow(() -> new IllegalStateException("Unknown session " + session.getId()));
    }
}
