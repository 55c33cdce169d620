package com.pfavanguard.sync.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A foreign producer over raw STOMP and TCP. Each send waits for its receipt, so that order is certain. */
public final class StompProducer implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private int receipts;

    public StompProducer(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            in = new BufferedInputStream(socket.getInputStream());
            write("CONNECT\naccept-version:1.2\nhost:localhost\nlogin:%s\npasscode:%s\n\n\0"
                    .formatted(TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER))
                    .getBytes(StandardCharsets.UTF_8));
            readFrame();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without content-length, which Artemis takes for a text message. */
    public void sendText(String destination, String body, String... headers) {
        send(destination, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** With content-length, which Artemis takes for a bytes message. */
    public void sendBytes(String destination, byte[] body, String... headers) {
        String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
        more[headers.length] = "content-length:" + body.length;
        send(destination, body, more);
    }

    private void send(String destination, byte[] body, String... headers) {
        String receipt = "r-" + ++receipts;
        StringBuilder head = new StringBuilder("SEND\ndestination:" + destination + "\nreceipt:" + receipt + "\n");
        for (String header : headers) {
            head.append(header).append('\n');
        }
        try {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            frame.writeBytes(body);
            frame.write(0);
            write(frame.toByteArray());
            String answer = readFrame();
            if (!answer.startsWith("RECEIPT") || !answer.contains(receipt)) {
                throw new AssertionError("No receipt but: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private String readFrame() throws IOException {
        StringBuilder frame = new StringBuilder();
        int b;
        while ((b = in.read()) > 0 || frame.isEmpty()) {
            if (b < 0) {
                throw new IOException("The broker has closed the connection");
            }
            if (b != 0 && !(frame.isEmpty() && b == '\n')) {
                frame.append((char) b);
            }
        }
        return frame.toString();
    }

    @Override
    public void close() {
        try {
            write("DISCONNECT\nreceipt:bye\n\n\0".getBytes(StandardCharsets.UTF_8));
            readFrame();
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
