package com.pfavanguard.sync.gateway.stomp;

import com.github.benmanes.caffeine.cache.Interner;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.messaging.simp.stomp.StompTcpConnectionHandler;
import org.springframework.messaging.tcp.ReconnectStrategy;
import org.springframework.messaging.tcp.TcpConnectionHandler;
import org.springframework.messaging.tcp.TcpOperations;
import org.springframework.stereotype.Component;

/**
 * TCP client that Spring's broker relay uses; answers from this process. The relay opens a connection for each STOMP
 * session and gets a {@link LocalRelayConnection}. The broker only sees the one link of {@code BrokerLink}, so sessions
 * neither need connections to it nor end when that link breaks (decision 0003).
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class LocalRelayClient implements TcpOperations<byte[]> {

    private final StompClient.Directory clients;
    private final GatewayProperties properties;
    private final MessageCompressor compressor;
    // Shared, since nearly all clients use the same subscription id.
    private final Interner<StompEncoding> encodings = Interner.newWeakInterner();

    public LocalRelayClient(StompClient.Directory clients, GatewayProperties properties, MessageCompressor compressor) {
        this.clients = clients;
        this.compressor = compressor;
        this.properties = properties;
    }

    /** Connects immediately on the caller's thread, so that frames right behind CONNECT are not lost. */
    @Override
    public CompletableFuture<@Nullable Void> connectAsync(TcpConnectionHandler<byte[]> handler) {
        String sessionId = ((StompTcpConnectionHandler<byte[]>) handler).getSessionId();
        StompClient client = clients.stompClient(sessionId).orElse(null);
        if (client == null && !sessionId.equals(StompBrokerRelayMessageHandler.SYSTEM_SESSION_ID)) {
            handler.afterConnectFailure(new IllegalStateException("The session has ended"));
            return CompletableFuture.completedFuture(null);
        }
        handler.afterConnected(new LocalRelayConnection(handler, client, properties, compressor, encodings));
        return CompletableFuture.completedFuture(null);
    }

    /** For the relay's "system" session. Ignores the reconnect strategy, since this connection never breaks. */
    @Override
    public CompletableFuture<@Nullable Void> connectAsync(
            TcpConnectionHandler<byte[]> handler, ReconnectStrategy reconnectStrategy) {
        return connectAsync(handler);
    }

    @Override
    public CompletableFuture<@Nullable Void> shutdownAsync() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String toString() {
        return "LocalRelayClient";
    }
}
