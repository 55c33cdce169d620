package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.session.Subprotocols;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Enumeration;
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
    static Optional<HandshakeProblem> problem(HttpServletRequest request, List<String> offered) {
        if (!HttpMethod.GET.matches(request.getMethod())) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "A WebSocket handshake is a GET"));
        }
        if (!"websocket".equalsIgnoreCase(only(request, HttpHeaders.UPGRADE))) {
            return upgradeRequired("This is a WebSocket endpoint: connect with ws:// or wss://");
        }
        if (hasBody(request)) {
            return badRequest("A WebSocket handshake has no body");
        }
        if (!VERSION.equals(only(request, WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION))) {
            return upgradeRequired("Sec-WebSocket-Version must be " + VERSION);
        }
        if (!isKey(only(request, WebSocketHttpHeaders.SEC_WEBSOCKET_KEY))) {
            return badRequest("Sec-WebSocket-Key must be %d bytes in base64, and there once".formatted(KEY_BYTES));
        }
        if (!areExtensions(request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS))) {
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
    private static boolean hasBody(HttpServletRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }

    /** The value of a header that is there once; {@code null} if it is not, or more than once. */
    private static @Nullable String only(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        String first = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : first;
    }

    private static boolean areExtensions(Enumeration<String> values) {
        while (values.hasMoreElements()) {
            if (!EXTENSIONS.matcher(values.nextElement()).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKey(@Nullable String value) {
        try {
            return value != null && Base64.getDecoder().decode(value.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
