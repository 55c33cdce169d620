package com.pfavanguard.sync.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A bare TCP connection to the gateway: sends the bytes the test gives it, when it gives them, answers nothing by
 * itself, and shows what came back.
 */
public final class RawSocket implements AutoCloseable {

    public static final String PATH = "/api/ws/sync/";

    /** What {@link End#code()} says of a connection that ended without a close frame. */
    public static final int CUT = 1006;

    /** Likewise, if the close frame names no code. */
    public static final int NO_CODE = 1005;

    private final Socket socket;
    private final DataInputStream in;

    /** How a WebSocket ended: the close frame's code and reason, and the texts before it. */
    public record End(int code, String reason, List<String> texts) {}

    private RawSocket(Socket socket, InputStream in) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    public static RawSocket open(TestGateway gateway) {
        return open(gateway, "127.0.0.1");
    }

    /** @param from the client's own address, such as 127.0.0.2 */
    public static RawSocket open(TestGateway gateway, String from) {
        try {
            Socket socket = new Socket("127.0.0.1", gateway.port(), InetAddress.getByName(from), 0);
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            return new RawSocket(socket, socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that takes in next to nothing unless it is read. */
    public static RawSocket openNarrow(TestGateway gateway) {
        return openNarrow(gateway, 2048);
    }

    /** @param receiveBuffer bytes that the kernel may buffer; with few of them the gateway soon cannot write */
    public static RawSocket openNarrow(TestGateway gateway, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(
                    receiveBuffer); // before it connects, or the other side learns of a wider window
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            return new RawSocket(socket, new NarrowInput(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Past a good handshake. */
    public static RawSocket upgraded(TestGateway gateway, String organizationAndQuery, String... headers) {
        RawSocket socket = open(gateway);
        HttpAnswer answer = socket.handshake(organizationAndQuery, headers);
        if (answer.status() != 101) {
            throw new AssertionError("Refused: " + answer);
        }
        return socket;
    }

    /** A STOMP session past its CONNECT, without heart-beats. */
    public static RawSocket stomp(TestGateway gateway, String organizationAndQuery, String... headers) {
        RawSocket socket = upgraded(gateway, organizationAndQuery, headers);
        socket.send(ClientFrames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
        String answer = socket.frame().text();
        if (!answer.startsWith("CONNECTED")) {
            throw new AssertionError("Not connected: " + answer);
        }
        return socket;
    }

    /** The bytes of a valid handshake with more headers, which may name another version. */
    public static String request(String target, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + (more.contains("Sec-WebSocket-Version") ? "" : "Sec-WebSocket-Version: 13\r\n")
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more + "\r\n";
    }

    /** Asks for a WebSocket; the connection is one if the answer's status is 101. */
    public HttpAnswer handshake(String organizationAndQuery, String... headers) {
        sendHandshake(organizationAndQuery, headers);
        return answer();
    }

    /** Likewise, without waiting for the answer. */
    public void sendHandshake(String organizationAndQuery, String... headers) {
        send(request(PATH + organizationAndQuery, headers));
    }

    public HttpAnswer answer() {
        return answer(true);
    }

    public HttpAnswer answerWithoutBody() {
        return answer(false);
    }

    private HttpAnswer answer(boolean withBody) {
        try {
            return HttpAnswer.read(in, withBody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
     * Sends one frame, masked.
     *
     * @param first its first byte: FIN, RSV and opcode
     */
    public void sendFrame(int first, byte[] payload) {
        send(ClientFrames.of(first, payload));
    }

    /** Writes while the gateway lets it, {@code times} at most. */
    public void flood(byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // The connection was cut; what the other side sent before can still be read.
        }
    }

    /** The next frame. */
    public ServerFrame frame() {
        try {
            return readFrame();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerFrame readFrame() throws IOException {
        return ServerFrame.read(in);
    }

    /** Reads on until the gateway ends it. */
    public End end() {
        List<String> texts = new ArrayList<>();
        try {
            for (ServerFrame frame = readFrame(); ; frame = readFrame()) {
                if (frame.opcode() == ClientFrames.CLOSE) {
                    return frame.payload().length == 0
                            ? new End(NO_CODE, "", texts)
                            : new End(frame.closeCode(), frame.text().substring(2), texts);
                } else if (frame.opcode() == ClientFrames.TEXT) {
                    texts.add(frame.text());
                }
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("Still open; so far came " + texts, e);
        } catch (IOException e) {
            return new End(CUT, "", texts);
        }
    }

    /** Reads on until the gateway ends it, and returns the close frame's code or {@link #CUT}. */
    public int closeCode() {
        return end().code();
    }

    /** Whether the gateway has ended the connection; waits for the next byte or its end. */
    public boolean isCut() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Says that nothing more will come, and goes on reading. */
    public void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection as a crash does, with what is under way thrown away. */
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
