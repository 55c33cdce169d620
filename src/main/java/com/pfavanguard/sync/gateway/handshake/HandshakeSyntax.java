package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.session.Subprotocols;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.socket.WebSocketHttpHeaders;

/**
 * Checks that a request is an opening handshake (RFC 6455 section 4.2.1) for a known sub-protocol. Jetty and Spring
 * check less, and do not tell the client what is wrong.
 */
final class HandshakeSyntax {

    /** Query parameter for clients that cannot offer a sub-protocol; {@link #STOMP} or {@link #JSON}. */
    static final String PROTOCOL = "protocol";

    static final String STOMP = "stomp";
    private static final String JSON = "json";

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;

    private HandshakeSyntax() {}

    /** Jetty decodes the query when a parameter is first asked for, and throws if that fails. To be called before. */
    static Optional<Problem> queryProblem(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return Optional.empty();
        } catch (HttpException.IllegalArgumentException
                | HttpException.IllegalStateException
                | HttpException.RuntimeException e) {
            return badRequest("The query string cannot be decoded; check its percent-encoding");
        }
    }

    /** @param offered the sub-protocols of the request */
    static Optional<Problem> problem(HttpServletRequest request, List<String> offered) {
        if (!HttpMethod.GET.matches(request.getMethod())) {
            return Optional.of(HandshakeProblems.methodNotAllowed());
        }
        if (!"websocket".equalsIgnoreCase(only(request, HttpHeaders.UPGRADE))) {
            return upgradeRequired("This is a WebSocket endpoint: connect with ws:// or wss://");
        }
        if (hasBody(request)) {
            return badRequest("A WebSocket handshake must not have a body");
        }
        if (!VERSION.equals(only(request, WebSocketHttpHeaders.SEC_WEBSOCKET_VERSION))) {
            return upgradeRequired("Sec-WebSocket-Version must be " + VERSION);
        }
        if (!isKey(only(request, WebSocketHttpHeaders.SEC_WEBSOCKET_KEY))) {
            return badRequest(
                    "Sec-WebSocket-Key must be %d bytes in base64 and must appear exactly once".formatted(KEY_BYTES));
        }
        if (!ExtensionSyntax.areValid(request.getHeaders(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS))) {
            return badRequest("Sec-WebSocket-Extensions is malformed; leave it out, or offer permessage-deflate");
        }
        return Subprotocols.problem(offered)
                .map(HandshakeProblems::badRequest)
                .or(() -> addressProblem(request, offered));
    }

    /** What is wrong with the parameters in the address, if anything. */
    static Optional<Problem> addressProblem(HttpServletRequest request, List<String> offered) {
        String protocol = request.getParameter(PROTOCOL);
        if (protocol != null && !protocol.equals(STOMP) && !protocol.equals(JSON)) {
            return badRequest("The query parameter protocol must be stomp or json");
        }
        return PlainOptions.problem(request, asksForStomp(request, offered));
    }

    /** Whether the session will speak STOMP. */
    static boolean asksForStomp(HttpServletRequest request, List<String> offered) {
        return offered.isEmpty()
                ? STOMP.equals(request.getParameter(PROTOCOL))
                : Subprotocols.chosen(offered)
                        .filter(Subprotocols.STOMP::contains)
                        .isPresent();
    }

    private static Optional<Problem> upgradeRequired(String detail) {
        return Optional.of(HandshakeProblems.upgradeRequired(detail));
    }

    private static Optional<Problem> badRequest(String detail) {
        return Optional.of(HandshakeProblems.badRequest(detail));
    }

    // Jetty would answer 101 and then read the body as frames.
    private static boolean hasBody(HttpServletRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null || length != null && !length.equals("0");
    }

    /** The value of a header that appears exactly once; {@code null} if it is missing or repeated. */
    private static @Nullable String only(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        String first = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : first;
    }

    private static boolean isKey(@Nullable String value) {
        try {
            return value != null && Base64.getDecoder().decode(value.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
