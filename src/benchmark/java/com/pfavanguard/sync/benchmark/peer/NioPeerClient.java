package com.pfavanguard.sync.benchmark.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client of {@link NioPeer}: its handshake, and the bytes that its socket did not take yet. */
final class NioPeerClient {

    // RFC 6455, section 1.3
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final ByteBuffer INPUT = ByteBuffer.allocate(64 * 1024);

    private final SelectionKey key;
    private final SocketChannel channel;
    private final Function<String, List<NioPeerClient>> rooms;
    private @Nullable List<NioPeerClient> room;
    private final ByteArrayOutputStream request = new ByteArrayOutputStream(0);
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>(0);

    NioPeerClient(SelectionKey key, Function<String, List<NioPeerClient>> rooms) {
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.rooms = rooms;
    }

    void ready() throws IOException {
        if (key.isWritable()) {
            writeWaiting();
        }
        if (key.isReadable()) {
            read();
        }
    }

    private void read() throws IOException {
        INPUT.clear();
        if (channel.read(INPUT) < 0) {
            throw new IOException("The client has gone");
        }
        if (room != null) {
            return; // pongs at most
        }
        request.write(INPUT.array(), 0, INPUT.position());
        String text = request.toString(StandardCharsets.ISO_8859_1);
        if (text.endsWith("\r\n\r\n")) {
            request.reset();
            upgrade(text);
        }
    }

    private void upgrade(String text) {
        String organizationId = between(text, Peers.PATH, " ");
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(between(text, "Sec-WebSocket-Key: ", "\r\n")) + "\r\n\r\n";
        List<NioPeerClient> joined = rooms.apply(organizationId);
        joined.add(this);
        room = joined;
        send(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String between(String text, String before, String behind) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(behind, from));
    }

    private static String accept(String clientKey) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] digest = sha1.digest((clientKey + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(ByteBuffer bytes) {
        try {
            if (waiting.isEmpty()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                waiting.add(bytes);
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            close();
        }
    }

    private void writeWaiting() throws IOException {
        while (!waiting.isEmpty()) {
            channel.write(waiting.getFirst());
            if (waiting.getFirst().hasRemaining()) {
                return;
            }
            waiting.removeFirst();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    void close() {
        if (room != null) {
            room.remove(this);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is gone already.
        }
    }
}
