package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sockets to this machine, without delay for small packets. */
public final class Loopback {

    private Loopback() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Blocking and connected. */
    public static SocketChannel connected(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(address(port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    /** All parts in one packet, if they fit. */
    public static void write(SocketChannel channel, byte[]... parts) throws IOException {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        all.flip();
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }
}
