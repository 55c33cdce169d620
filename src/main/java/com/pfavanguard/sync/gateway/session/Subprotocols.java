package com.pfavanguard.sync.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * Reads and chooses the sub-protocols of a handshake. Browsers can send a token only among them, as {@code
 * bearer.<token>}. That one is never chosen, so a browser must offer another one too, or it drops the connection.
 */
public final class Subprotocols {

    public static final List<String> STOMP = List.of("v12.stomp", "v11.stomp", "v10.stomp");

    /** Bare JSON, for clients that must offer a sub-protocol. */
    static final String JSON = "json";

    private static final String TOKEN = "bearer.";

    // A session keeps one of these strings, so that the equal one of its handshake can be collected.
    private static final List<String> KNOWN =
            Stream.concat(STOMP.stream(), Stream.of(JSON)).toList();

    private Subprotocols() {}

    /** The sub-protocols that the handshake offers, parsed as Spring does. */
    public static List<String> offered(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL);
        if (!values.hasMoreElements()) {
            return List.of();
        }
        String first = values.nextElement();
        if (KNOWN.contains(first) && !values.hasMoreElements()) {
            return List.of(first); // the usual case, without parsing
        }
        WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
        headers.add(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, first);
        values.asIterator().forEachRemaining(value -> headers.add(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL, value));
        return headers.getSecWebSocketProtocol();
    }

    /** The sub-protocol of the session: the first offered one that the gateway supports. */
    public static Optional<String> chosen(List<String> offered) {
        for (String protocol : offered) {
            int known = KNOWN.indexOf(protocol);
            if (known >= 0) {
                return Optional.of(KNOWN.get(known));
            }
        }
        return Optional.empty();
    }

    /** Why the offer must be refused; empty if it need not be. */
    public static Optional<String> problem(List<String> offered) {
        if (offered.isEmpty() || chosen(offered).isPresent()) {
            return Optional.empty();
        }
        if (offered.stream().allMatch(protocol -> protocol.startsWith(TOKEN))) {
            return Optional.of("bearer.<token> only carries the token: offer v12.stomp or json beside it");
        }
        return Optional.of("The gateway supports none of the offered sub-protocols: offer one of " + STOMP
                + ", json, or none for bare JSON");
    }
}
