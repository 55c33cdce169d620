package com.pfavanguard.sync.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * The sub-protocols of a handshake. Browsers can send a token only among them, as {@code bearer.<token>}; that one is
 * never chosen, so a browser must offer one of the others beside it, or it drops the connection.
 */
public final class Subprotocols {

    public static final List<String> STOMP = List.of("v12.stomp", "v11.stomp", "v10.stomp");

    /** Bare JSON, for clients that have to offer something. */
    static final String JSON = "json";

    private static final String TOKEN = "bearer.";

    // Ours and not the client's equal ones, as each session keeps its own for as long as it lasts.
    private static final List<String> KNOWN =
            Stream.concat(STOMP.stream(), Stream.of(JSON)).toList();

    private Subprotocols() {}

    /** What the handshake offers, as Spring takes it apart. */
    public static List<String> offered(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL);
        if (!values.hasMoreElements()) {
            return List.of();
        }
        String first = values.nextElement();
        if (KNOWN.contains(first) && !values.hasMoreElements()) {
            return List.of(first); // as nearly always
        }
        WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
        headers.add(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, first);
        values.asIterator().forEachRemaining(value -> headers.add(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, value));
        return headers.getSecWebSocketProtocol();
    }

    /** The one that will be spoken: the first offered that we know. */
    public static Optional<String> chosen(List<String> offered) {
        for (String protocol : offered) {
            int known = KNOWN.indexOf(protocol);
            if (known >= 0) {
                return Optional.of(KNOWN.get(known));
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the offer; empty if nothing. */
    public static Optional<String> problem(List<String> offered) {
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
