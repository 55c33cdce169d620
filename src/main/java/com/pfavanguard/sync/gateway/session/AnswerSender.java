package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Sends STOMP answers, pings and closes through Jetty's core session, whose sends do not block; Spring's session would
 * wait for each. Bounds the answers that wait for the client to read; events wait in the stream instead. Safe for any
 * thread.
 */
final class AnswerSender {

    private static final int MAX_BYTES_WAITING = 64 * 1024;
    private static final int FRAME_OVERHEAD_BYTES = 128;

    private final CoreSession core;
    private final AtomicInteger bytesWaiting = new AtomicInteger();

    AnswerSender(CoreSession core) {
        this.core = core;
    }

    /** Sends a message; {@code false} if too many bytes wait already, after which the session must be closed. */
    boolean send(WebSocketMessage<?> message) {
        int bytes = message.getPayloadLength() + FRAME_OVERHEAD_BYTES;
        if (bytesWaiting.addAndGet(bytes) > MAX_BYTES_WAITING) {
            return false;
        }
        core.sendFrame(frame(message), Callback.from(() -> bytesWaiting.addAndGet(-bytes)), false);
        return true;
    }

    private static Frame frame(WebSocketMessage<?> message) {
        if (message instanceof TextMessage text) {
            return new Frame(OpCode.TEXT, ByteBuffer.wrap(text.asBytes()));
        } else if (message instanceof BinaryMessage binary) {
            return new Frame(OpCode.BINARY, binary.getPayload());
        } else if (message instanceof PingMessage ping) {
            return new Frame(OpCode.PING, ping.getPayload());
        } else if (message instanceof PongMessage pong) {
            return new Frame(OpCode.PONG, pong.getPayload());
        }
        throw new IllegalArgumentException("Cannot send a " + message.getClass());
    }

    void close(CloseCode code, String reason) {
        core.close(code.code(), reason, Callback.NOOP);
    }

    /** Cuts the connection without a close frame. */
    void abort() {
        core.abort();
    }
}
