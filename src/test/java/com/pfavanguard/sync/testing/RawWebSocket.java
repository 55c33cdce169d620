package com.pfavanguard.sync.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket client over a bare socket that answers nothing by itself: no pongs, no closes, no reading ahead. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final int TEXT = 1;

    private final Socket socket;
    private final DataInputStream in;

    /** One frame as the server sent it. */
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            if (opcode != CLOSE) {
                throw new AssertionError("Not a close frame but opcode " + opcode + ": " + text());
            }
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private RawWebSocket(TestGateway gateway, String organizationId, int receiveBuffer, String headers)
            throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
        socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
        in = new DataInputStream(receiveBuffer > 0 ? new NarrowInput(socket) : socket.getInputStream());
        socket.getOutputStream()
                .write(("GET /api/ws/sync/" + organizationId + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Version: 13\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("Refused: " + head);
        }
    }

    public static RawWebSocket open(TestGateway gateway, String organizationId) {
        try {
            return new RawWebSocket(gateway, organizationId, 0, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RawWebSocket openWithToken(TestGateway gateway, String organizationId, String token) {
        try {
            return new RawWebSocket(gateway, organizationId, 0, "Authorization: Bearer " + token + "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So small a receive buffer that the server soon cannot write. */
    public static RawWebSocket openWithSmallBuffers(TestGateway gateway, String organizationId) {
        try {
            return new RawWebSocket(gateway, organizationId, 4096, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one text message, masked with zeros. */
    public void send(String text) throws IOException {
        send(TEXT, text);
    }

    /** Sends a ping with up to 125 bytes of text, masked with zeros. */
    public void ping(String text) {
        try {
            send(PING, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(int opcode, String text) throws IOException {
        socket.getOutputStream().write(MaskedFrame.of(FIN | opcode, text.getBytes(StandardCharsets.UTF_8)));
    }

    public Frame nextFrame() {
        try {
            return readFrame();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Frame readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(opcode, payload);
    }

    /** Reads on until the server's close frame or the end of the connection, and counts the events. */
    public int eventsUntilTheEnd() {
        int events = 0;
        try {
            while (true) {
                Frame frame = readFrame();
                if (frame.opcode() == CLOSE) {
                    return events;
                }
                events += frame.opcode() == 1 ? 1 : 0;
            }
        } catch (IOException e) {
            return events; // cut off, since the close frame would have had to wait as well
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
