package com.pfavanguard.sync.gateway.socket;

import java.util.List;
import java.util.Optional;

/**
 * The sub-protocols of a handshake. Browsers can send a token only among them, as {@code bearer.<token>}; that one is
 * never chosen, so a browser must offer one of the others beside it, or it drops the connection.
 */
final class Subprotocols {

    static final List<String> STOMP = List.of("v12.stomp", "v11.stomp", "v10.stomp");

    /** Bare JSON, for clients that have to offer something. */
    static final String JSON = "json";

    private static final String TOKEN = "bearer.";

    private Subprotocols() {}

    /** The one that will be spoken: the first offered that we know. */
    static Optional<String> chosen(List<String> offered) {
        return offered.stream().filter(Subprotocols::isKnown).findFirst();
    }

    private static boolean isKnown(String protocol) {
        return STOMP.contains(protocol) || protocol.equals(JSON);
    }

    /** What is wrong with the offer; empty if nothing. */
    static Optional<String> problem(List<String> offered) {
        if (offered.isEmpty() || chosen(offered).isPresent()) {
            return Optional.empty();
        }
        if (offered.stream().allMatch(protocol -> protocol.startsWith(TOKEN))) {
            return Optional.of(
                    "A token alone is no sub-protocol: offer v12.stomp or json beside it, which will be chosen");
        }
        return Optional.of("None of the offered sub-protocols is spoken here: offer one of " + STOMP
                + ", json, or none for bare JSON");
    }
}
