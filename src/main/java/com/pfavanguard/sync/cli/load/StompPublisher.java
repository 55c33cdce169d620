package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A STOMP producer at the broker. Asks for no receipts, which would make it wait. */
public final class StompPublisher implements Publisher {

    private final SocketChannel channel;
    private final boolean persistent;

    /** @param persistent whether the broker is to write each event to disk, as this product's own publisher asks it to */
    public StompPublisher(int port, String login, String passcode, boolean persistent) throws IOException {
        this.persistent = persistent;
        channel = Loopback.connected(port);
        Loopback.write(
                channel,
                ("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\nlogin:" + login + "\npasscode:"
                                + passcode + "\n\n\0")
                        .getBytes(StandardCharsets.UTF_8));
        String answer = read();
        if (!answer.startsWith("CONNECTED")) {
            throw new IOException("The broker refuses the producer: " + answer);
        }
        channel.configureBlocking(true);
    }

    private String read() throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(4096);
        channel.read(answer);
        return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void publish(String organizationId, String eventId, byte[] json) throws IOException {
        String head = "SEND\ndestination:/topic/sync." + organizationId + "\npersistent:" + persistent + "\neventId:"
                + eventId + "\n\n";
        Loopback.write(channel, head.getBytes(StandardCharsets.UTF_8), json, new byte[] {0});
    }

    @Override
    public String complaint() {
        try {
            channel.configureBlocking(false);
            return read().strip();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
