package com.pfavanguard.sync.benchmark.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** What the peers have in common. */
public final class Peers {

    /** The line in a peer's output that says it can be used. */
    public static final String READY = "Ready for the benchmark";

    static final String PATH = "/api/ws/sync/";

    private Peers() {}

    static void ready() {
        System.out.println(READY);
    }

    /** Takes events by TCP, one to a line: the organization, a blank, the JSON. In a thread of its own. */
    static void takeLines(int port, BiConsumer<String, String> taker) throws IOException {
        ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        new Thread(() -> serve(server, taker), "producer").start();
    }

    private static void serve(ServerSocket server, BiConsumer<String, String> taker) {
        while (true) {
            try (Socket producer = server.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(producer.getInputStream(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                    int blank = line.indexOf(' ');
                    taker.accept(line.substring(0, blank), line.substring(blank + 1));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
