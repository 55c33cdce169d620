package com.pfavanguard.sync.pair;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The network in front of a port, which can be cut as a broken switch cuts it: connections stay open, nothing passes in
 * either direction, and new connections get no answer. Bytes of the time of the cut are lost, so both ends must give up
 * their connections.
 */
final class BlackHole implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    BlackHole(int target) throws IOException {
        this.target = target;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    int port() {
        return entrance.getLocalPort();
    }

    void cut() {
        cut = true;
    }

    /** Lets new connections through. Those of before the cut have lost bytes, and are broken. */
    void mend() {
        for (Socket socket : open) {
            closeQuietly(socket);
        }
        cut = false;
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                if (!cut) {
                    connect(client);
                }
            } catch (IOException e) {
                // The entrance was closed.
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        } catch (IOException e) {
            // The client learns that the target does not listen by the end of its connection.
            open.remove(client);
            closeQuietly(client);
            return;
        }
        open.add(server);
        start(() -> pump(client, server));
        start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!cut) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side has closed.
        }
        while (cut && !entrance.isClosed()) {
            // The other side must not learn of the end while the network is cut.
            LockSupport.parkNanos(10_000_000);
        }
        open.remove(from);
        open.remove(to);
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "black-hole");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        mend();
    }
}
