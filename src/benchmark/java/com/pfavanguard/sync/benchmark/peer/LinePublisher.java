package com.pfavanguard.sync.benchmark.peer;

import com.pfavanguard.sync.cli.load.Loopback;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** For servers without a broker: {@code <organization> <JSON>} and a line feed, over TCP. */
public final class LinePublisher implements Publisher {

    private final SocketChannel channel;

    public LinePublisher(int port) throws IOException {
        channel = Loopback.connected(port);
    }

    @Override
    public void publish(String organizationId, String eventId, byte[] json) throws IOException {
        byte[] start = (organizationId + " ").getBytes(StandardCharsets.US_ASCII);
        Loopback.write(channel, start, json, new byte[] {'\n'});
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
