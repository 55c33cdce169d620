package com.pfavanguard.sync.hostile;

import com.pfavanguard.sync.testing.NarrowInput;
import com.pfavanguard.sync.testing.RawWebSocket.Frame;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection of somebody who keeps to no rule: writes whatever bytes it likes, answers nothing by itself, and shows
 * what came back.
 */
final class HostileSocket implements AutoCloseable {

    static final String PATH = "/api/ws/sync/";

    /** What {@link End#code()} says of a connection that ended without a close frame. */
    static final int CUT = 1006;

    /** Likewise, if the close frame names no code. */
    static final int NO_CODE = 1005;

    private final Socket socket;
    private final DataInputStream in;

    /** How a WebSocket ended: the close frame's code and reason, and the texts before it. */
    record End(int code, String reason, List<String> texts) {}

    private HostileSocket(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    static HostileSocket connect(TestGateway gateway) {
        return connect(gateway, 0);
    }

    /** @param receiveBuffer bytes the kernel may take for it; so few that the gateway soon cannot write. 0: as usual */
    static HostileSocket connect(TestGateway gateway, int receiveBuffer) {
        try {
            Socket socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) WireClient.PATIENCE.toMillis());
            socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
            return new HostileSocket(socket, receiveBuffer > 0 ? new NarrowInput(socket) : socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Past a good handshake. */
    static HostileSocket upgraded(TestGateway gateway, String organizationAndQuery, String... headers) {
        HostileSocket socket = connect(gateway);
        HttpAnswer answer = socket.handshake(organizationAndQuery, headers);
        if (answer.status() != 101) {
            throw new AssertionError("Refused: " + answer);
        }
        return socket;
    }

    /** A STOMP session past its CONNECT, without heart-beats. */
    static HostileSocket stomp(TestGateway gateway, String organizationAndQuery, String... headers) {
        HostileSocket socket = upgraded(gateway, organizationAndQuery, headers);
        socket.write(Frames.text("CONNECT\naccept-version:1.2\nheart-beat:0,0\nhost:x\n\n\0"));
        String answer = socket.frame().text();
        if (!answer.startsWith("CONNECTED")) {
            throw new AssertionError("Not connected: " + answer);
        }
        return socket;
    }

    /** The bytes of a handshake that is as it should be, with more headers. */
    static String request(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    HttpAnswer handshake(String organizationAndQuery, String... headers) {
        write(request(PATH + organizationAndQuery, headers));
        return answer();
    }

    HttpAnswer answer() {
        return answer(true);
    }

    HttpAnswer answerWithoutBody() {
        return answer(false);
    }

    private HttpAnswer answer(boolean withBody) {
        try {
            return HttpAnswer.read(in, withBody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes while the gateway lets it, {@code times} at most. */
    void flood(byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            // Cut off: what it was told before that, if anything, is still to be read.
        }
    }

    /** The next frame. */
    Frame frame() {
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
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(opcode, in.readNBytes(length));
    }

    /** Reads on until the gateway ends it. */
    End end() {
        List<String> texts = new ArrayList<>();
        try {
            for (Frame frame = readFrame(); ; frame = readFrame()) {
                if (frame.opcode() == Frames.CLOSE) {
                    return frame.payload().length == 0
                            ? new End(NO_CODE, "", texts)
                            : new End(frame.closeCode(), frame.text().substring(2), texts);
                } else if (frame.opcode() == Frames.TEXT) {
                    texts.add(frame.text());
                }
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("Still open; so far came " + texts, e);
        } catch (IOException e) {
            return new End(CUT, "", texts);
        }
    }

    /** Says that nothing more will come, and goes on reading. */
    void closeOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection as a crash does, with what is under way thrown away. */
    void reset() {
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
