package com.pfavanguard.sync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pfavanguard.sync.broker.StompBroker;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A STOMP 1.2 client that hides nothing: what it reads is what the broker wrote. For tests that care about frames, not
 * for convenience. Not safe for several threads.
 */
public final class StompSocket implements AutoCloseable {

    // Only ever waited out by a test that fails.
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;

    private StompSocket(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) DEADLINE.toMillis());
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Opens a connection and logs in as the application would. */
    public static StompSocket connectedTo(int port) throws IOException {
        return connectedTo(port, TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY));
    }

    public static StompSocket connectedTo(int port, String login, String passcode) throws IOException {
        return connectedTo(port, login, passcode, 0);
    }

    /** Asks for heart-beats and promises some, but sends none. */
    public static StompSocket heartBeating(int port, int everyMs) throws IOException {
        return connectedTo(port, TestLogin.GATEWAY, TestLogin.passwordOf(TestLogin.GATEWAY), everyMs);
    }

    private static StompSocket connectedTo(int port, String login, String passcode, int heartBeatMs)
            throws IOException {
        StompSocket stomp = new StompSocket(port);
        stomp.send("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:%d,%d\nlogin:%s\npasscode:%s\n\n"
                .formatted(heartBeatMs, heartBeatMs, login, passcode));
        Frame answer = stomp.read();
        if (!answer.command().equals("CONNECTED")) {
            stomp.close();
            throw new IOException("The broker answered " + answer);
        }
        return stomp;
    }

    /** Subscribes to the recent events of all organizations, and to all that follow. */
    public StompSocket subscribeToHistory() throws IOException {
        return subscribeToHistory("auto");
    }

    /** @param ack {@code auto}, or {@code client} to leave everything unacknowledged */
    public StompSocket subscribeToHistory(String ack) throws IOException {
        String destination = StompBroker.HISTORY_ADDRESS + "\\c\\c" + StompBroker.HISTORY_QUEUE;
        send("SUBSCRIBE\nid:history\ndestination:" + destination + "\nack:" + ack + "\n\n");
        return this;
    }

    /** Sends and waits for the broker's receipt, or for the ERROR it answers with instead. */
    public Frame sendWithReceipt(String destination, String headers, String body) throws IOException {
        send("SEND\ndestination:" + destination + "\n" + headers + "receipt:sent\n\n" + body);
        return read();
    }

    /** @param frame everything but the closing NUL */
    public void send(String frame) throws IOException {
        send(frame.getBytes(UTF_8), new byte[0]);
    }

    /** @param head everything before the body, the blank line included */
    void send(byte[] head, byte[] body) throws IOException {
        byte[] frame = Arrays.copyOf(head, head.length + body.length + 1);
        System.arraycopy(body, 0, frame, head.length, body.length);
        socket.getOutputStream().write(frame);
    }

    /**
     * The next frame.
     *
     * @throws EOFException if the broker has closed the connection
     */
    public Frame read() throws IOException {
        String command = line();
        while (command.isEmpty()) {
            command = line();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            // STOMP 1.2, "Repeated Header Entries": the first one counts.
            headers.putIfAbsent(unescaped(header.substring(0, colon)), unescaped(header.substring(colon + 1)));
        }
        return new Frame(command, headers, body(headers.get("content-length")));
    }

    private byte[] body(String contentLength) throws IOException {
        if (contentLength == null) {
            return until(0);
        }
        byte[] body = in.readNBytes(Integer.parseInt(contentLength));
        if (in.read() != 0) {
            throw new IOException("No NUL after content-length " + contentLength);
        }
        return body;
    }

    private String line() throws IOException {
        return new String(until('\n'), UTF_8);
    }

    private byte[] until(int end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next != end; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The broker closed the connection");
            }
            bytes.write(next);
        }
        return bytes.toByteArray();
    }

    private static String unescaped(String text) {
        return text.replace("\\c", ":")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\\\", "\\");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** One frame as it came, of repeated headers the first. */
    public record Frame(String command, Map<String, String> headers, byte[] body) {

        public String header(String name) {
            return headers.get(name);
        }

        public String text() {
            return new String(body, UTF_8);
        }

        @Override
        public String toString() {
            return command + headers + text();
        }
    }
}
