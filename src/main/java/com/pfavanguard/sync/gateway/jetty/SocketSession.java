package com.pfavanguard.sync.gateway.jetty;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.IdGenerator;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Shows Jetty's core session to Spring. Keeps nothing of the handshake: its headers hold tokens and cookies, and what
 * else matters of it is in the attributes (decisions 0015 and 0069). Sends nothing but a close: {@code ClientSession},
 * which wraps it, sends without blocking.
 */
public abstract class SocketSession implements WebSocketSession {

    private static final IdGenerator IDS = new AlternativeJdkIdGenerator();

    private final String id = IDS.generateId().toString();
    private final @Nullable String acceptedProtocol;

    // Set when the connection opens, before any other object knows this one.
    private @Nullable CoreSession core;

    // Guarded by this. Null after the handshake's attributes are forgotten, until Spring wants to keep some.
    private @Nullable Map<String, Object> attributes;

    /** @param acceptedProtocol {@code null} if no sub-protocol was chosen */
    SocketSession(@Nullable String acceptedProtocol, Map<String, Object> attributes) {
        this.acceptedProtocol = acceptedProtocol;
        this.attributes = attributes;
    }

    final void opened(CoreSession core) {
        this.core = core;
    }

    /** @throws IllegalStateException if the connection has not opened yet */
    public final CoreSession core() {
        if (core == null) {
            throw new IllegalStateException("The connection has not opened yet");
        }
        return core;
    }

    /** The connection that writes events directly. */
    public final ClientConnection connection() {
        return (ClientConnection) ((WebSocketCoreSession) core()).getConnection();
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final @Nullable String getAcceptedProtocol() {
        return acceptedProtocol;
    }

    /** What the handshake and Spring put in; empty again after {@link #forgetAttributes}. */
    @Override
    public final synchronized Map<String, Object> getAttributes() {
        if (attributes == null) {
            attributes = new ConcurrentHashMap<>(1);
        }
        return attributes;
    }

    /** Lets the handshake's attributes be collected once the session has read them. */
    public final synchronized void forgetAttributes() {
        attributes = null;
    }

    @Override
    public final boolean isOpen() {
        return core != null && core.isOutputOpen();
    }

    @Override
    public final void close() {
        close(CloseStatus.NORMAL);
    }

    @Override
    public final void close(CloseStatus status) {
        core().close(status.getCode(), status.getReason(), Callback.NOOP);
    }

    @Override
    public final void sendMessage(WebSocketMessage<?> message) {
        throw new UnsupportedOperationException("ClientSession sends messages, since this would block");
    }

    @Override
    public final void setTextMessageSizeLimit(int bytes) {
        core().setMaxTextMessageSize(bytes);
    }

    @Override
    public final int getTextMessageSizeLimit() {
        return (int) core().getMaxTextMessageSize();
    }

    @Override
    public final void setBinaryMessageSizeLimit(int bytes) {
        core().setMaxBinaryMessageSize(bytes);
    }

    @Override
    public final int getBinaryMessageSizeLimit() {
        return (int) core().getMaxBinaryMessageSize();
    }

    @Override
    public final InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) Objects.requireNonNull(core().getLocalAddress());
    }

    @Override
    public final InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) Objects.requireNonNull(core().getRemoteAddress());
    }

    /** Never known: an address may contain a token. */
    @Override
    public final @Nullable URI getUri() {
        return null;
    }

    @Override
    public final HttpHeaders getHandshakeHeaders() {
        return HttpHeaders.EMPTY;
    }

    /** Never known: the session keeps its caller itself, and replaces it when the token is renewed. */
    @Override
    public final @Nullable Principal getPrincipal() {
        return null;
    }

    @Override
    public final List<WebSocketExtension> getExtensions() {
        return List.of();
    }

    @Override
    public String toString() {
        return "SocketSession[" + id + "]";
    }
}
