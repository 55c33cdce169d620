package com.pfavanguard.sync.gateway.limits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a client can reach. Their names in lower case with dashes are values of the metric's label {@code
 * limit}.
 */
public enum Limit {
    CONNECTIONS,
    CONNECTIONS_PER_ORGANIZATION,
    CONNECTIONS_PER_USER,
    CONNECTIONS_PER_ADDRESS,
    CONNECTS,
    CONNECTS_PER_ADDRESS,
    UNAUTHENTICATED_CONNECTIONS,
    HANDSHAKE_TIME,
    CONNECT_TIME(4002),
    IDLE_TIME(4000),
    MESSAGE_SIZE(1009),
    FRAMES,
    BYTES,
    HEADERS,
    SUBSCRIPTIONS,
    SEND_QUEUE(4001);

    private final @Nullable Integer closeCode;

    Limit() {
        this.closeCode = null;
    }

    /** For limits that are counted by the close code of the session. */
    Limit(int closeCode) {
        this.closeCode = closeCode;
    }

    static Optional<Limit> of(int closeCode) {
        return Arrays.stream(values())
                .filter(limit -> limit.closeCode != null && limit.closeCode == closeCode)
                .findFirst();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
