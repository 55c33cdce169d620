package com.pfavanguard.sync.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A bare TCP connection from any loopback address: what is sent and when is up to the test, byte by byte. */
public final class RawSocket implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
        in = new DataInputStream(socket.getInputStream());
    }

    public static RawSocket open(TestGateway gateway) {
        return open(gateway, "127.0.0.1");
    }

    /** @param from the client's own address, such as 127.0.0.2 */
    public static RawSocket open(TestGateway gateway, String from) {
        try {
            return new RawSocket(new Socket("127.0.0.1", gateway.port(), InetAddress.getByName(from), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that takes in next to nothing unless it is read. */
    public static RawSocket openNarrow(TestGateway gateway) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(2048); // before it connects, or the other side learns of a wider window
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            return new RawSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for a WebSocket and returns the whole answer; the connection is one if that begins with 101. */
    public String handshake(String organizationAndQuery, String... headers) {
        sendHandshake(organizationAndQuery, headers);
        return answer();
    }

    /** Likewise, without waiting for the answer. */
    public void sendHandshake(String organizationAndQuery, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        send("GET /api/ws/sync/" + organizationAndQuery + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (more.contains("Sec-WebSocket-Version") ? "" : "Sec-WebSocket-Version: 13\r\n") + more + "\r\n");
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends one frame, masked with zeros.
     *
     * @param first its first byte: FIN, RSV and opcode
     */
    public void sendFrame(int first, byte[] payload) {
        send(MaskedFrame.of(first, payload));
    }

    /** Head and body of an HTTP answer of known length. */
    public String answer() {
        try {
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n\r\n")) {
                answer.append((char) in.readUnsignedByte());
            }
            int length = answer.toString()
                    .toLowerCase(Locale.ROOT)
                    .lines()
                    .filter(line -> line.startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                    .findFirst()
                    .orElse(0);
            return answer + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads frames up to the close frame, and returns its code; 1006 if the connection ends without one. */
    public int closeCode() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                int length = in.readUnsignedByte();
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
                byte[] payload = in.readNBytes(length);
                if (opcode == RawWebSocket.CLOSE) {
                    return ByteBuffer.wrap(payload).getShort() & 0xffff;
                }
            }
        } catch (IOException e) {
            return 1006;
        }
    }

    /** Whether the other side has ended the connection; waits for the next byte or its end. */
    public boolean isCut() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection with a reset, unread bytes or not. */
    public void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
