package com.pfavanguard.sync.cli.load;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where clients connect to, unencrypted.
 *
 * @param path of the streams, up to the organization
 * @param stomp whether they speak STOMP there, rather than listen to bare JSON
 * @param token sent with each handshake; {@code null} for none
 */
public record LoadEndpoint(
        String host,
        int port,
        String path,
        boolean stomp,
        @Nullable String token) {

    public static final String PATH = "/api/ws/sync/";

    /** On the loopback address, without a token. */
    public LoadEndpoint(int port, boolean stomp) {
        this("127.0.0.1", port, PATH, stomp, null);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
