package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.web.ProcessName;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Names this process's connections for the broker's console, such as {@code sync-gateway-web1-3f9c-jms-2}. No two
 * connections have the same name, even after a restart: Artemis refuses a client id while a former connection with it,
 * which it may not have noticed the end of yet, still counts. Safe for any thread.
 */
public final class BrokerClientId {

    private final String process;
    private final AtomicInteger connections = new AtomicInteger();

    private BrokerClientId(String process) {
        this.process = process;
    }

    /**
     * Returns the names of a new process.
     *
     * @param name as set, or {@code null} for sync-gateway and the name of this machine
     */
    public static BrokerClientId of(@Nullable String name) {
        String shown = name == null || name.isBlank() ? "sync-gateway-" + machine() : name;
        return new BrokerClientId(
                shown + "-%04x".formatted(ThreadLocalRandom.current().nextInt(0x10000)));
    }

    // STOMP sends it in a header, where some characters mean something.
    private static String machine() {
        return ProcessName.machine().replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /**
     * Returns the name of a new connection.
     *
     * @param role what the connection is for, such as stomp
     */
    public String next(String role) {
        return process + "-" + role + "-" + connections.incrementAndGet();
    }
}
