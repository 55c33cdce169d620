package com.pfavanguard.sync.gateway.jetty;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.messages.ByteBufferMessageSink;
import org.eclipse.jetty.websocket.core.messages.MessageSink;
import org.eclipse.jetty.websocket.core.messages.StringMessageSink;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;

/**
 * Hands what a client sends to Spring's handler, and is the session that this handler gets. Does the work of Jetty's
 * own frame handler and of Spring's adapter for Jetty, which bind a handler's methods anew for each session (decision
 * 0069). Answers pings; asks for one frame after the other, so a client is read no faster than its frames are handled.
 * Jetty calls one method at a time, except for the end of a connection.
 */
final class ClientFrames extends SocketSession implements FrameHandler {

    private static final Log log = LogFactory.getLog(ClientFrames.class);

    private final WebSocketHandler handler;

    // Collects the message that has begun and not ended. Jetty's, which bound its size and check its UTF-8.
    private @Nullable MessageSink message;

    // Guarded by this. A close frame and the end of the connection both tell of the end; the first one counts.
    private boolean ended;

    ClientFrames(WebSocketHandler handler, @Nullable String acceptedProtocol, Map<String, Object> attributes) {
        super(acceptedProtocol, attributes);
        this.handler = handler;
    }

    @Override
    public void onOpen(CoreSession core, Callback callback) {
        opened(core);
        guarded(() -> handler.afterConnectionEstablished(this));
        callback.succeeded();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT -> accept(frame, callback, new StringMessageSink(core(), this::text, false));
            case OpCode.BINARY -> accept(frame, callback, new ByteBufferMessageSink(core(), this::binary, false));
            case OpCode.CONTINUATION -> accept(frame, callback, message);
            case OpCode.PING -> answer(frame, callback);
            case OpCode.PONG -> {
                handle(new PongMessage(copy(frame.getPayload())));
                callback.succeeded();
            }
            case OpCode.CLOSE -> ended(CloseStatus.getCloseStatus(frame), callback);
            default -> callback.failed(new IllegalStateException("Unexpected opcode " + frame.getOpCode()));
        }
    }

    // Jetty has refused continuations of nothing, and messages that begin within another one.
    private void accept(Frame frame, Callback callback, @Nullable MessageSink sink) {
        if (sink == null) {
            callback.failed(new IllegalStateException("A continuation of no message"));
            return;
        }
        message = frame.isFin() ? null : sink;
        sink.accept(frame, callback);
    }

    private @Nullable Object text(Object... arguments) {
        handle(new TextMessage((String) arguments[0]));
        return null;
    }

    // Jetty takes its buffer back afterwards, but Spring keeps parts of STOMP frames.
    private @Nullable Object binary(Object... arguments) {
        handle(new BinaryMessage(copy((ByteBuffer) arguments[0]), true));
        return null;
    }

    private static ByteBuffer copy(@Nullable ByteBuffer payload) {
        return payload == null ? BufferUtil.EMPTY_BUFFER : BufferUtil.copy(payload);
    }

    private void answer(Frame ping, Callback callback) {
        Runnable next = () -> {
            callback.succeeded();
            core().demand();
        };
        // A failure ends the session elsewhere, or the session is closing: then its close frame must still be read.
        core().sendFrame(
                        new Frame(OpCode.PONG).setPayload(ping.getPayload()),
                        Callback.from(next, failure -> next.run()),
                        false);
    }

    private void handle(WebSocketMessage<?> received) {
        guarded(() -> handler.handleMessage(this, received));
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Asks for the next frame if the step succeeds, else closes the session. */
    private void guarded(Step step) {
        try {
            step.run();
            core().demand();
        } catch (Throwable t) {
            if (isOpen()) {
                ExceptionWebSocketHandlerDecorator.tryCloseWithError(this, t, log);
            } else {
                core().abort();
            }
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        try {
            handler.handleTransportError(this, cause);
        } catch (Exception e) {
            log.warn("Unhandled exception after the failure of " + this, e);
        }
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        ended(status, callback);
    }

    private void ended(CloseStatus status, Callback callback) {
        callback.succeeded();
        if (endsNow()) {
            try {
                handler.afterConnectionClosed(
                        this, new org.springframework.web.socket.CloseStatus(status.getCode(), status.getReason()));
            } catch (Exception e) {
                log.warn("Unhandled exception after the end of " + this, e);
            }
        }
    }

    private synchronized boolean endsNow() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
