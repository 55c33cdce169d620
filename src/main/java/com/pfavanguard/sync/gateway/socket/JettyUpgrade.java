package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.GatewayProperties;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;

/** Jetty's side of the handshake, set up for many small, mostly silent sessions. */
final class JettyUpgrade extends JettyRequestUpgradeStrategy {

    // Clients send a few small frames; Jetty gives the buffer back to its pool whenever there is nothing to read.
    private static final int INPUT_BUFFER_BYTES = 1024;

    JettyUpgrade(GatewayProperties properties) {
        long maxMessage = properties.maxMessageSize().toBytes();
        addWebSocketConfigurer(jetty -> {
            jetty.setMaxTextMessageSize(maxMessage);
            jetty.setMaxBinaryMessageSize(maxMessage);
            // Jetty holds outgoing frames to it too; what comes in is bounded by the message sizes above, piece by
            // piece.
            jetty.setMaxFrameSize(0);
            jetty.setInputBufferSize(INPUT_BUFFER_BYTES);
            // The sweep closes idle sessions, with a code that says so.
            jetty.setIdleTimeout(Duration.ZERO);
        });
    }

    // Jetty keeps the request while the session lasts, so it gets its own one, without what filters have put around it.
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
        ServletRequest inner = ((ServletServerHttpRequest) request).getServletRequest();
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        super.upgrade(
                new ServletServerHttpRequest((HttpServletRequest) inner),
                response,
                protocol,
                extensions,
                user,
                handler,
                attributes);
    }

    // Deflating costs about 200 KB of native memory per session and gains nothing on 200-byte messages.
    @Override
    public void setServletContext(ServletContext servletContext) {
        super.setServletContext(servletContext);
        Object components = servletContext.getAttribute(WebSocketServerComponents.WEBSOCKET_COMPONENTS_ATTRIBUTE);
        if (components instanceof WebSocketComponents jetty) {
            jetty.getExtensionRegistry().unregister("permessage-deflate");
        }
    }
}
