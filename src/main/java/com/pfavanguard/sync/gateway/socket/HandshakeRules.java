package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Looks at every handshake once: is it one, for a possible organization, in a protocol we speak, and is there room?
 * What is refused gets a JSON problem that says what to do instead.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class HandshakeRules implements HandshakeInterceptor {

    /** The path of the endpoint, up to the organization id. */
    static final String PATH = "/api/ws/sync/";

    static final List<String> STOMP_PROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");

    private final SessionRegistry sessions;
    private final GatewayProperties properties;

    HandshakeRules(SessionRegistry sessions, GatewayProperties properties) {
        this.sessions = sessions;
        this.properties = properties;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        Optional<HandshakeProblem> problem =
                unreadableQuery(servletRequest).or(() -> problem(servletRequest, request.getHeaders()));
        if (problem.isPresent()) {
            problem.get().writeTo(response);
            return false;
        }
        new SessionAttributes(
                        new OrganizationId(organization(servletRequest)),
                        "stomp".equals(servletRequest.getParameter("protocol")),
                        position(servletRequest.getParameter("lastEventId")))
                .putInto(attributes);
        return true;
    }

    // Jetty decodes the query for whoever asks first, and throws if its escapes are broken.
    private static Optional<HandshakeProblem> unreadableQuery(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return Optional.empty();
        } catch (HttpException.IllegalArgumentException
                | HttpException.IllegalStateException
                | HttpException.RuntimeException e) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.BAD_REQUEST, "The query of the address cannot be read; is it escaped as it should be?"));
        }
    }

    private Optional<HandshakeProblem> problem(HttpServletRequest request, HttpHeaders headers) {
        if (!OrganizationId.isValid(organization(request))) {
            return Optional.of(HandshakeProblem.invalidOrganization());
        }
        if (!"websocket".equalsIgnoreCase(headers.getFirst(HttpHeaders.UPGRADE))) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.UPGRADE_REQUIRED, "This is a WebSocket endpoint: connect with ws:// or wss://"));
        }
        String asked = request.getParameter("protocol");
        if (asked != null && !asked.equals("stomp") && !asked.equals("json")) {
            return Optional.of(new HandshakeProblem(HttpStatus.BAD_REQUEST, "protocol must be stomp or json"));
        }
        List<String> offered = new WebSocketHttpHeaders(headers).getSecWebSocketProtocol();
        if (!offered.isEmpty() && offered.stream().noneMatch(STOMP_PROTOCOLS::contains)) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.BAD_REQUEST,
                    "None of the offered sub-protocols is spoken here: offer one of " + STOMP_PROTOCOLS
                            + ", or none for bare JSON"));
        }
        if (!sessions.isAccepting()) {
            return Optional.of(new HandshakeProblem(HttpStatus.SERVICE_UNAVAILABLE, "The gateway is shutting down"));
        }
        if (sessions.size() >= properties.maxConnections()) {
            return Optional.of(new HandshakeProblem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The gateway holds as many connections as it may (sync.gateway.max-connections)"));
        }
        return Optional.empty();
    }

    // Off the undecoded path: an id needs no escapes, so whatever has any is none.
    private static String organization(HttpServletRequest request) {
        String path = request.getRequestURI();
        int start = path.indexOf(PATH);
        return start < 0 ? "" : path.substring(start + PATH.length());
    }

    private static @Nullable String position(@Nullable String lastEventId) {
        return lastEventId == null || lastEventId.isBlank() ? null : lastEventId.trim();
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {}
}
