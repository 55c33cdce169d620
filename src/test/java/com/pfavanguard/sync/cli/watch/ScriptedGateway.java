package com.pfavanguard.sync.cli.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Serves WebSocket clients by scripts, which may violate the protocol. Each connection gets the next script; after the
 * last script, it is used again. The server cuts the connection when its script ends.
 */
public final class ScriptedGateway implements AutoCloseable {

    /** Serves one connection. */
    public interface Script {
        void play(ScriptedConnection client) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Script[] scripts;

    public ScriptedGateway(Script... scripts) throws IOException {
        this.scripts = scripts;
        Thread thread = new Thread(this::serve, "scripted-gateway");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "ws://localhost:" + server.getLocalPort();
    }

    /** Returns path and query of each handshake so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        for (int i = 0; !server.isClosed(); i++) {
            try (Socket socket = server.accept()) {
                ScriptedConnection client = new ScriptedConnection(socket);
                requests.add(client.target());
                scripts[Math.min(i, scripts.length - 1)].play(client);
            } catch (IOException e) {
                // The client left during a script, or the test has ended.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
