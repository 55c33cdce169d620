package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection that stands still on request, like one whose reader is a stopped process: both ends stay
 * open, and what is sent waits.
 */
public final class PausableProxy implements AutoCloseable {

    // Small, so that the sender notices soon.
    private static final int BUFFER_BYTES = 8 * 1024;

    private final ServerSocket entrance;
    private final int target;
    private final boolean isNarrow;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean paused;
    private boolean cut;

    public PausableProxy(int target) {
        this(target, true);
    }

    private PausableProxy(int target, boolean isNarrow) {
        this.target = target;
        this.isNarrow = isNarrow;
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::acceptAll);
    }

    /** Passes everything on as fast as it comes, until {@link #cut}; narrow buffers would slow down the reading of a whole history. */
    public static PausableProxy network(int target) {
        return new PausableProxy(target, false);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Lets nothing more through that the target sends. */
    public void pause() {
        synchronized (gate) {
            paused = true;
        }
    }

    /** Lets nothing through in either direction, like a network that loses every packet. */
    public void cut() {
        synchronized (gate) {
            paused = true;
            cut = true;
        }
    }

    public void resume() {
        synchronized (gate) {
            paused = false;
            cut = false;
            gate.notifyAll();
        }
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException e) {
                // The entrance was closed.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            if (isNarrow) {
                server.setReceiveBufferSize(BUFFER_BYTES);
            }
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            // The client learns by the end of its own connection that the target takes none.
            client.close();
            return;
        }
        open.add(client);
        open.add(server);
        start(() -> pump(client, server, false));
        start(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean fromTarget) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitOpen(fromTarget);
                out.write(buffer, 0, n);
            }
        } catch (IOException | InterruptedException e) {
            // Closed by one side or the other, or with the test.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitOpen(boolean fromTarget) throws InterruptedException {
        synchronized (gate) {
            while (fromTarget ? paused : cut) {
                gate.wait();
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "pausable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        resume();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
