package com.pfavanguard.sync.cli.watch;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Acts as the server of one WebSocket, frame by frame (RFC 6455). */
public final class ScriptedConnection {

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int FINAL = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String request;

    ScriptedConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        request = head.toString();
    }

    String target() {
        return found("GET (\\S+) HTTP");
    }

    public ScriptedConnection accept() throws IOException {
        String answer = found("(?i)sec-websocket-key: (\\S+)") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(sha1(answer)) + "\r\n\r\n");
        return this;
    }

    public void refuse(int status, String body) throws IOException {
        write("HTTP/1.1 %d No\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body));
    }

    public ScriptedConnection text(String text) throws IOException {
        frame(FINAL | TEXT, bytes(text));
        return this;
    }

    public ScriptedConnection fragments(String first, String... more) throws IOException {
        frame(TEXT, bytes(first));
        for (int i = 0; i < more.length; i++) {
            frame(i == more.length - 1 ? FINAL : CONTINUATION, bytes(more[i]));
        }
        return this;
    }

    public ScriptedConnection ping() throws IOException {
        frame(FINAL | PING, bytes("anyone?"));
        return this;
    }

    /** Waits for the answer to a ping. */
    public ScriptedConnection awaitPong() throws IOException {
        await(PONG);
        return this;
    }

    public ScriptedConnection close(int code, String reason) throws IOException {
        byte[] text = bytes(reason);
        frame(
                FINAL | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
        return this;
    }

    /** Resets the connection, as a crashed machine does, after the client has read everything. */
    public void reset() throws IOException {
        ping().awaitPong();
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits for the client's close frame and returns its code. */
    public int awaitClose() throws IOException {
        return Short.toUnsignedInt(ByteBuffer.wrap(await(CLOSE)).getShort());
    }

    /** Answers the client's close frame, so that the client need not wait; returns too if the connection is cut. */
    public void awaitEnd() throws IOException {
        try {
            frame(FINAL | CLOSE, await(CLOSE));
        } catch (EOFException e) {
            // The client left without a close frame.
        }
    }

    private byte[] await(int opcode) throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            if ((first & 0x0F) == opcode) {
                return payload;
            }
            if ((first & 0x0F) == CLOSE) {
                throw new EOFException("the client said goodbye");
            }
        }
    }

    // Clients mask their frames, and these never send more than the 125 bytes of a short frame.
    private byte[] payload() throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void frame(int first, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65_536) {
            frame.write(126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    private void write(String head) throws IOException {
        out.write(bytes(head));
        out.flush();
    }

    private String found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(request);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + request);
        }
        return matcher.group(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
