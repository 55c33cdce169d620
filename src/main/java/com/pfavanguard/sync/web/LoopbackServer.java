package com.pfavanguard.sync.web;

import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small HTTP server that only this machine can reach, by its {@link LoopbackNames}. Its threads are daemons. */
public final class LoopbackServer {

    private static final Logger log = LoggerFactory.getLogger(LoopbackServer.class);
    private static final String HOST = "127.0.0.1";

    private final Server server;
    private final ServerConnector connector;

    /**
     * Creates the server without starting it.
     *
     * @param name the name of its threads
     * @param port 0 for any free port
     * @param maxThreads most threads at once; idle threads end
     */
    public LoopbackServer(String name, int port, int maxThreads, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(maxThreads, 0);
        threads.setName(name);
        threads.setDaemon(true);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new NoTrace(new LoopbackGuard(handler)));
    }

    /** Sets how long a connection may be idle, also while its request is worked on; Jetty's default is 30 s. */
    public void allowSilence(Duration silence) {
        connector.setIdleTimeout(silence.toMillis());
    }

    /** @throws Exception if the port is taken, or the handler cannot start; everything started is stopped then */
    public void start() throws Exception {
        try {
            server.start();
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** The port it listens on, once it has been started. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Logs failures instead of throwing them. */
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            log.warn("The server on port {} did not stop cleanly", connector.getPort(), e);
        }
    }
}
