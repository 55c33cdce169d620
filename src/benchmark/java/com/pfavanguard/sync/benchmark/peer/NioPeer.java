package com.pfavanguard.sync.benchmark.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least a JVM can do: one thread, plain sockets, events that wait written together, no broker, no resume, no limits.
 * Near what the kernel allows, so it shows how much of another server's cost comes from that server.
 */
public final class NioPeer {

    private static final int LINES_BYTES = 256 * 1024;
    private static final int WAITING_CONNECTIONS = 4096;

    private final Selector selector;
    private final ByteBuffer lines = ByteBuffer.allocate(LINES_BYTES);
    private final Map<String, List<NioPeerClient>> rooms = new HashMap<>();

    private NioPeer() throws IOException {
        selector = Selector.open();
    }

    /** @param arguments the port for clients, the port for lines */
    public static void main(String[] arguments) throws IOException {
        NioPeer peer = new NioPeer();
        peer.listen(Integer.parseInt(arguments[0]), true);
        peer.listen(Integer.parseInt(arguments[1]), false);
        Peers.ready();
        while (true) {
            peer.selector.select(peer::ready);
        }
    }

    private void listen(int port, boolean forClients) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING_CONNECTIONS);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT, forClients);
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return; // closed a moment ago, when another key's lines were sent to it
        }
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                accept(server.accept(), (boolean) key.attachment());
            } else if (key.attachment() instanceof NioPeerClient client) {
                client.ready();
            } else {
                readLines((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
            if (key.attachment() instanceof NioPeerClient client) {
                client.close();
            }
        }
    }

    private void accept(SocketChannel channel, boolean isClient) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        if (isClient) {
            key.attach(new NioPeerClient(
                    key, organizationId -> rooms.computeIfAbsent(organizationId, unused -> new ArrayList<>())));
        }
    }

    private void readLines(SocketChannel producer) throws IOException {
        if (producer.read(lines) < 0) {
            lines.clear();
            throw new IOException("The producer has gone");
        }
        Map<String, NioPeerFrames> waiting = new HashMap<>();
        int from = 0;
        byte[] data = lines.array();
        for (int i = 0; i < lines.position(); i++) {
            if (data[i] == '\n') {
                takeLine(data, from, i, waiting);
                from = i + 1;
            }
        }
        lines.flip().position(from);
        lines.compact();
        waiting.forEach((organizationId, frames) -> send(organizationId, frames.bytes()));
    }

    private static void takeLine(byte[] data, int from, int to, Map<String, NioPeerFrames> waiting) {
        int blank = from;
        while (data[blank] != ' ') {
            blank++;
        }
        String organizationId = new String(data, from, blank - from, StandardCharsets.US_ASCII);
        waiting.computeIfAbsent(organizationId, unused -> new NioPeerFrames()).add(data, blank + 1, to);
    }

    private void send(String organizationId, ByteBuffer frames) {
        for (NioPeerClient client : List.copyOf(rooms.getOrDefault(organizationId, List.of()))) {
            client.send(frames.duplicate());
        }
    }
}
