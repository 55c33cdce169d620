package com.pfavanguard.sync.testing;

import com.pfavanguard.sync.testing.StompSocket.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A foreign producer over raw STOMP and TCP. Each send waits for its receipt, so that order is certain. */
public final class StompProducer implements AutoCloseable {

    private final StompSocket stomp;
    private int receipts;

    public StompProducer(int port) {
        try {
            stomp = StompSocket.connectedTo(port, TestLogin.PRODUCER, TestLogin.passwordOf(TestLogin.PRODUCER));
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
        String[] more = Arrays.copyOf(headers, headers.length + 1);
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
            stomp.send(head.append('\n').toString().getBytes(StandardCharsets.UTF_8), body);
            Frame answer = stomp.read();
            if (!answer.command().equals("RECEIPT") || !receipt.equals(answer.header("receipt-id"))) {
                throw new AssertionError("No receipt but: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            stomp.send("DISCONNECT\nreceipt:bye\n\n");
            stomp.read();
            stomp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
