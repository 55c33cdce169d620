package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a client and the gateway, which can be cut without either of them being asked. */
public final class CuttableProxy implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean cut;

    public CuttableProxy(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("proxy", this::acceptAll);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Breaks every connection and lets no new one through. */
    public synchronized void cut() {
        cut = true;
        open.forEach(CuttableProxy::closeQuietly);
        open.clear();
    }

    public synchronized void mend() {
        cut = false;
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException e) {
                // The entrance was closed, or the gateway takes no connection; the browser learns it by its own.
            }
        }
    }

    private synchronized void connect(Socket browser) throws IOException {
        if (cut) {
            closeQuietly(browser);
            return;
        }
        Socket gateway = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(browser);
        open.add(gateway);
        start("proxy-out", () -> pump(browser, gateway));
        start("proxy-in", () -> pump(gateway, browser));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // Cut, or closed by the other side.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
