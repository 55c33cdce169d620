package com.pfavanguard.sync.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Names this process in answers to administrators, such as {@code web1:3000}: the machine, and the port for clients. An
 * answer describes one process only, and a load balancer may ask another one each time. Safe for any thread.
 */
@Component
public final class ProcessName {

    // Looked up once: a name server may take seconds to say that it does not know this machine.
    private final String machine = machine();
    private volatile @Nullable Integer port;

    @EventListener
    void serves(WebServerInitializedEvent event) {
        // The server at management.server.port has a namespace.
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
        }
    }

    /** Name of this machine. A container's is in the variable, and often unknown to name servers. */
    public static String machine() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        Integer known = port;
        return known == null ? machine : machine + ":" + known;
    }
}
