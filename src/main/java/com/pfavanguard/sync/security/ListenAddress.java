package com.pfavanguard.sync.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Refuses to start in open mode on an address that other machines can reach. */
final class ListenAddress {

    private ListenAddress() {}

    /** @throws SecuritySettingsException if the server or its management port listens on another address than loopback */
    static void requireLoopback(Environment environment) {
        require(environment.getProperty("server.address"), "server.address", "SERVER_ADDRESS");
        String managementPort = environment.getProperty("management.server.port", "");
        if (!managementPort.isEmpty()
                && !managementPort.equals("-1")
                && !managementPort.equals(environment.getProperty("server.port"))) {
            require(
                    environment.getProperty("management.server.address"),
                    "management.server.address",
                    "MANAGEMENT_SERVER_ADDRESS");
        }
    }

    private static void require(@Nullable String address, String setting, String variable) {
        if (!isLoopback(address)) {
            throw new SecuritySettingsException(
                    "With %s=%s other machines could connect, and sync.security.mode=open lets every client read every organization."
                            .formatted(setting, address == null || address.isBlank() ? "(all addresses)" : address),
                    ("Choose one of two settings: sync.security.mode=jwt with a key to check tokens with, such as"
                                    + " sync.security.jwt.secret (environment: SYNC_SECURITY_MODE=jwt,"
                                    + " SYNC_SECURITY_JWT_SECRET=...); or %s=127.0.0.1 (environment: %s=127.0.0.1).")
                            .formatted(setting, variable));
        }
    }

    private static boolean isLoopback(@Nullable String address) {
        if (address == null || address.isBlank()) {
            return false; // all addresses
        }
        try {
            for (InetAddress each : InetAddress.getAllByName(address.strip())) {
                if (!each.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false; // the web server reports the unknown host
        }
    }
}
