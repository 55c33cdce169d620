package com.pfavanguard.sync.web;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Sets up the web server of every role: buffers, backlog, limits for slow requests, answers to refused ones. */
@Component
class JettyServerSettings implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    // By default the kernel buffers up to 4 MB for a client that does not read: 40 GB for ten thousand of them.
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    // All clients of a gateway that has stopped reconnect at once.
    private static final int WAITING_CONNECTIONS = 4096;

    private final SlowRequestLimit slowRequests;
    // A provider, since the web server is created before most beans.
    private final ObjectProvider<UnreadableAddress> addresses;

    JettyServerSettings(SlowRequestLimit slowRequests, ObjectProvider<UnreadableAddress> addresses) {
        this.slowRequests = slowRequests;
        this.addresses = addresses;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(server -> customize(server, factory.getContextPath()));
    }

    private void customize(Server server, String contextPath) {
        server.setErrorHandler(new ProblemErrorHandler(addresses.stream().toList()));
        server.insertHandler(new RequestQuota(contextPath, slowRequests.time()));
        server.insertHandler(new NoTrace());
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector socket) {
                socket.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
                socket.setAcceptQueueSize(WAITING_CONNECTIONS);
                allowAnyHost(socket);
                socket.addBean(new SlowRequestGuard(socket, slowRequests.time(), slowRequests::exceeded));
            }
        }
    }

    // With TLS, Jetty refuses requests whose Host header is not in the certificate, and so health probes, which ask by
    // address. The check tells several sites of one server apart; here there is one.
    private static void allowAnyHost(Connector connector) {
        for (ConnectionFactory factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                SecureRequestCustomizer tls = http.getHttpConfiguration().getCustomizer(SecureRequestCustomizer.class);
                if (tls != null) {
                    tls.setSniHostCheck(false);
                }
            }
        }
    }
}
