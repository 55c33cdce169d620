package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.GatewayProperties;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
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
