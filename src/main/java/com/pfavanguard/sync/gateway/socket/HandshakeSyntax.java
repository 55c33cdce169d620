package com.pfavanguard.sync.gateway.socket;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * Whether a request is an opening handshake at all (RFC 6455 section 4.2.1), and for a protocol we speak. Jetty and
 * Spring look at less, and answer without a word.
 */
final class HandshakeSyntax {

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    // Section 9.1, where a value in quotes is a token too.
    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]++";
    private static final String PARAMETER = "[ \\t]*+;[ \\t]*+T(?:=(?:T|\"T\"))?+".replace("T", TOKEN);
    private static final String EXTENSION = "[ \\t]*+" + TOKEN + "(?:" + PARAMETER + ")*+[ \\t]*+";
    private static final Pattern EXTENSIONS = Pattern.compile(EXTENSION + "(?:," + EXTENSION + ")*+");

    private HandshakeSyntax() {}

    /** @param offered the sub-protocols of the request */
    static Optional<HandshakeProblem> problem(HttpServletRequest request, HttpHeaders headers, List<String> offered) {
        if (!HttpMethod.GET.matches(request.getMethod())) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "A WebSocket handshake is a GET"));
        }
        List<String> upgrades = headers.getOrEmpty(HttpHeaders.UPGRADE);
        if (upgrades.size() != 1 || !"websocket".equalsIgnoreCase(upgrades.get(0))) {
            return upgradeRequired("This is a WebSocket endpoint: connect with ws:// or wss://");
        }
        if (hasBody(headers)) {
            return badRequest("A WebSocket handshake has no body");
        }
        if (!List.of(VERSION).equals(headers.get(WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION))) {
            return upgradeRequired("Sec-WebSocket-Version must be " + VERSION);
        }
        if (!isKey(headers.get(WebSocketHttpHeaders.SEC_WEBSOCKET_KEY))) {
            return badRequest("Sec-WebSocket-Key must be %d bytes in base64, and there once".formatted(KEY_BYTES));
        }
        if (!headers.getOrEmpty(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS).stream()
                .allMatch(EXTENSIONS.asMatchPredicate())) {
            return badRequest("Sec-WebSocket-Extensions cannot be read; the gateway speaks none, so leave it out");
        }
        String asked = request.getParameter("protocol");
        if (asked != null && !asked.equals("stomp") && !asked.equals("json")) {
            return badRequest("protocol must be stomp or json");
        }
        return Subprotocols.problem(offered).map(HandshakeProblem::badRequest);
    }

    private static Optional<HandshakeProblem> upgradeRequired(String detail) {
        return Optional.of(new HandshakeProblem(HttpStatus.UPGRADE_REQUIRED, "UPGRADE_REQUIRED", detail));
    }

    private static Optional<HandshakeProblem> badRequest(String detail) {
        return Optional.of(HandshakeProblem.badRequest(detail));
    }

    // Jetty would answer 101 and then take the body for frames.
    private static boolean hasBody(HttpHeaders headers) {
        String length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
        return headers.containsHeader(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }

    private static boolean isKey(@Nullable List<String> values) {
        try {
            return values != null
                    && values.size() == 1
                    && Base64.getDecoder().decode(values.get(0).strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
