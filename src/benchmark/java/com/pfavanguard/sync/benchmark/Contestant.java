package com.pfavanguard.sync.benchmark;

import com.pfavanguard.sync.cli.load.LoadEndpoint;
import com.pfavanguard.sync.cli.load.Publisher;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs, and how clients and events get into it.
 *
 * @param broker the process events come by; {@code null} if they come straight into the server
 */
record Contestant(
        Kind kind,
        LoadEndpoint endpoint,
        ServerProcess server,
        @Nullable ServerProcess broker,
        Entrance entrance) {

    /** Opens a producer's connection. */
    @FunctionalInterface
    interface Entrance {
        Publisher open() throws IOException;
    }

    /** Who may take part. */
    enum Kind {
        GATEWAY_STOMP("this gateway, STOMP"),
        GATEWAY_PLAIN("this gateway, plain"),
        GATEWAY_PLAIN_FLEETING("this gateway, plain, events not persistent"),
        NIO("plain Java NIO"),
        NODE("Node ws"),
        BUN("Bun"),
        VERTX("Vert.x STOMP"),
        SIMPLE_BROKER("Spring SimpleBroker"),
        RELAY("Spring relay");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** Whether the JDK's tools can look into it. */
        boolean isJvm() {
            return this != NODE && this != BUN;
        }

        boolean isOurs() {
            return this == GATEWAY_STOMP || this == GATEWAY_PLAIN || this == GATEWAY_PLAIN_FLEETING;
        }
    }

    String title() {
        return kind.title();
    }

    Publisher publisher() throws IOException {
        return entrance.open();
    }
}
