package com.pfavanguard.sync.gateway.jetty;

import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletCoreRequest;
import org.eclipse.jetty.ee11.servlet.ServletCoreResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Upgrades a handshake in Jetty, with settings for many small, mostly silent sessions. Like Spring's {@code
 * JettyRequestUpgradeStrategy}, but with a {@link ClientFrames} for Jetty's and Spring's sessions, which keep
 * their handshake with everything that Jetty, the filters and Spring attached to it (decisions 0015 and 0069).
 */
public final class JettyUpgrade implements RequestUpgradeStrategy, ServletContextAware {

    // RFC 6455, the only version that is a standard.
    private static final String[] VERSIONS = {"13"};

    // Clients send few and small frames. Jetty returns the buffer to its pool whenever there is nothing to read.
    private static final int INPUT_BUFFER_BYTES = 1024;

    private final Configuration.ConfigurationCustomizer settings = new Configuration.ConfigurationCustomizer();
    private final Handshaker handshaker = new ClientHandshaker();
    private final boolean compression;
    private @Nullable WebSocketComponents components;

    public JettyUpgrade(GatewayProperties properties, CompressionProperties compression) {
        this.compression = compression.enabled();
        long maxMessage = properties.maxMessageSize().toBytes();
        settings.setMaxTextMessageSize(maxMessage);
        settings.setMaxBinaryMessageSize(maxMessage);
        // No limit, since it would apply to outgoing frames too. The message sizes above bound incoming frames.
        settings.setMaxFrameSize(0);
        settings.setInputBufferSize(INPUT_BUFFER_BYTES);
        // SessionSweep closes idle sessions instead, with a close code of its own.
        settings.setIdleTimeout(Duration.ZERO);
    }

    @Override
    public void setServletContext(ServletContext servletContext) {
        WebSocketComponents shared = (WebSocketComponents)
                servletContext.getAttribute(WebSocketServerComponents.WEBSOCKET_COMPONENTS_ATTRIBUTE);
        // Jetty's own extension keeps a compressor for each session (decision 0037).
        shared.getExtensionRegistry().unregister(DeflateNegotiation.NAME);
        if (compression) {
            shared.getExtensionRegistry().register(DeflateNegotiation.NAME, DeflateExtension.class);
        }
        components = shared;
    }

    @Override
    public String[] getSupportedVersions() {
        return VERSIONS.clone();
    }

    @Override
    public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
        return List.of();
    }

    @Override
    public void upgrade(
            ServerHttpRequest request,
            ServerHttpResponse response,
            @Nullable String protocol,
            List<WebSocketExtension> extensions,
            @Nullable Principal user,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws HandshakeFailureException {
        FrameHandler session = new ClientFrames(handler, protocol, attributes);
        WebSocketNegotiator negotiator = (asked, answered, callback) -> {
            if (protocol != null) {
                answered.setAcceptedSubProtocol(protocol);
            }
            answered.setExtensions(compression ? agreed(asked) : List.of());
            return session;
        };
        try {
            upgrade(
                    negotiator,
                    ((ServletServerHttpRequest) request).getServletRequest(),
                    ((ServletServerHttpResponse) response).getServletResponse());
        } catch (IOException | RuntimeException e) {
            throw new HandshakeFailureException("Failed to upgrade", e);
        }
    }

    private static List<ExtensionConfig> agreed(ServerUpgradeRequest asked) {
        return DeflateNegotiation.answer(asked.getHeaders().getValuesList(HttpHeader.SEC_WEBSOCKET_EXTENSIONS)).stream()
                .toList();
    }

    private void upgrade(
            WebSocketNegotiator negotiator, HttpServletRequest servletRequest, HttpServletResponse servletResponse)
            throws IOException {
        Request request = ServletCoreRequest.wrap(servletRequest);
        Response response = ServletCoreResponse.wrap(request, servletResponse, false);
        try (Blocker.Callback done = Blocker.callback()) {
            if (handshaker.upgradeRequest(
                    negotiator, request, response, done, Objects.requireNonNull(components), settings)) {
                done.block();
            }
        }
    }
}
