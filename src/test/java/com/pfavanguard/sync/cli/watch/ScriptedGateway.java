package com.pfavanguard.sync.cli.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A WebSocket server that does to its clients what a script says, also what no decent gateway would. One script for
 * each connection; the last one is played again for all further ones. When a script ends its connection is cut.
 */
public final class ScriptedGateway implements AutoCloseable {

    /** What happens on one connection. */
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

    /** Path and query of each handshake so far. */
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
                // The client left in the middle of a script, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
