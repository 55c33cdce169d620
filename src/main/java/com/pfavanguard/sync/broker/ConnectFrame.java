package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerLogin.Credentials;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the frame with which the link logs in. */
public final class ConnectFrame {

    private ConnectFrame() {}

    /**
     * The frame for this broker, with its login as it is now.
     *
     * @param heartbeatMs how often each side is to send something
     * @throws IOException if STOMP cannot send the login
     */
    public static String of(StompBroker broker, BrokerHost host, int heartbeatMs) throws IOException {
        Credentials credentials = broker.login().credentials();
        return "CONNECT\naccept-version:1.2\nhost:" + host.name()
                + "\nheart-beat:" + heartbeatMs + "," + heartbeatMs
                + "\nclient-id:" + broker.clientId().next("stomp")
                + "\n"
                + header("login", credentials.login())
                + header("passcode", credentials.passcode())
                + "\n\0";
    }

    // STOMP 1.2, "Value Encoding": CONNECT alone is not escaped, for compatibility with STOMP 1.0.
    private static String header(String name, @Nullable String value) throws IOException {
        if (value == null) {
            return "";
        }
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IOException("sync.broker.external." + name
                    + " contains a line break or NUL, which STOMP cannot send; remove it");
        }
        return name + ":" + value + "\n";
    }
}
