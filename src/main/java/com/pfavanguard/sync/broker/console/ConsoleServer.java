package com.pfavanguard.sync.broker.console;

import com.pfavanguard.sync.broker.BrokerConsole;
import com.pfavanguard.sync.broker.BrokerStartException;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import com.pfavanguard.sync.web.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Serves the console on the loopback address, on a port of its own, so that opening the gateway's port to others does
 * not open the broker's management. Binds the port at the start, so that a port in use is found then and not weeks
 * later; the web application itself starts with the first request.
 */
class ConsoleServer implements BrokerConsole, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int MAX_THREADS = 12;

    private final int port;
    private final ConsolePassword password;
    private final ConsoleFiles files;
    private @Nullable LoopbackServer server;

    ConsoleServer(int port, ConsolePassword password, ConsoleFiles files) {
        this.port = port;
        this.password = password;
        this.files = files;
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + port + ConsoleApplication.CONTEXT_PATH);
    }

    @Override
    public @Nullable String revealNewPassword() {
        return password.reveal();
    }

    @Override
    public @Nullable Path newPasswordFile() {
        return password.leaveInFile();
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        password.prepare();
        LoopbackServer starting = new LoopbackServer(
                "console", port, MAX_THREADS, new ConsoleApplication(files, new ConsoleLogin(password)));
        try {
            starting.start();
        } catch (Exception e) {
            removeFiles();
            throw new BrokerStartException(
                    "The broker console cannot listen on port " + port + " of the loopback address: " + e.getMessage(),
                    "Stop what uses port " + port + ", choose another port with sync.broker.console.port, or switch"
                            + " the console off with sync.broker.console.enabled=false.",
                    e);
        }
        server = starting;
    }

    @Override
    public synchronized void stop() {
        LoopbackServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.stop();
            removeFiles();
        }
    }

    private void removeFiles() {
        try {
            files.remove();
        } catch (IOException e) {
            log.warn("Cannot delete the broker console's unpacked files", e);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** Starts right after the broker. */
    @Override
    public int getPhase() {
        return EmbeddedBroker.PHASE + 1;
    }
}
