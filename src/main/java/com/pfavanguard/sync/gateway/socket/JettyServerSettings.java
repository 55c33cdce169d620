package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import com.pfavanguard.sync.web.NoTrace;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** The web server as the gateway wants it, in processes of every role. */
@Component
class JettyServerSettings implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    // Left to itself the kernel takes up to 4 MB for a client that does not read; ten thousand of those are not to be
    // had.
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    // All clients of a gateway that went down come back at once.
    private static final int WAITING_CONNECTIONS = 4096;

    private final LimitProperties limits;
    // The web server is made before most beans are.
    private final ObjectProvider<LimitCounters> counters;

    JettyServerSettings(LimitProperties limits, ObjectProvider<LimitCounters> counters) {
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(server -> customize(server, factory.getContextPath()));
    }

    private void customize(Server server, String contextPath) {
        server.setErrorHandler(new ProblemErrorHandler());
        server.insertHandler(new RequestQuota(contextPath, limits.handshakeTime()));
        server.insertHandler(new NoTrace());
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector socket) {
                socket.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
                socket.setAcceptQueueSize(WAITING_CONNECTIONS);
                socket.addBean(new SlowRequests(socket, limits.handshakeTime(), this::tooSlow));
            }
        }
    }

    private void tooSlow() {
        counters.ifAvailable(known -> known.reached(Limit.HANDSHAKE_TIME));
    }
}
