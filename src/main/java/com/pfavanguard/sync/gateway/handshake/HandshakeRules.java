package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitReachedException;
import com.pfavanguard.sync.gateway.session.SessionAttributes;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.session.Subprotocols;
import com.pfavanguard.sync.gateway.stream.Position;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Looks at every handshake once: is it for a possible organization, may the caller listen to that, is it a handshake at
 * all, in a protocol we speak, and is there room? What is refused gets a JSON problem that says what to do instead.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class HandshakeRules implements HandshakeInterceptor {

    // While the handshake is under way; the session has it in its attributes.
    private static final String PLACE = HandshakeRules.class.getName() + ".place";

    private final SessionRegistry sessions;
    private final ConnectionLimits limits;
    private final LimitCounters counters;
    private final Callers callers;
    private final Audit audit;
    private final Clock clock;

    HandshakeRules(
            SessionRegistry sessions,
            ConnectionLimits limits,
            LimitCounters counters,
            Callers callers,
            Audit audit,
            Clock clock) {
        this.sessions = sessions;
        this.limits = limits;
        this.counters = counters;
        this.callers = callers;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        Caller caller = callers.known().orElse(null);
        Optional<HandshakeProblem> problem = unreadableQuery(servletRequest).or(() -> problem(servletRequest, caller));
        if (problem.isPresent()) {
            problem.get().writeTo(response);
            return false;
        }
        try {
            servletRequest.setAttribute(PLACE, admit(servletRequest, caller, attributes));
        } catch (LimitReachedException e) {
            counters.reached(e.limit());
            HandshakeProblem.of(e.limit()).writeTo(response);
            return false;
        }
        return true;
    }

    /** Whether nothing speaks against a handshake whose query can be read, but perhaps a limit. */
    boolean allow(HttpServletRequest request, @Nullable Caller caller) {
        List<String> offered = Subprotocols.offered(request);
        return OrganizationId.isValid(organization(request))
                && denial(request, offered, caller).isEmpty()
                && HandshakeSyntax.problem(request, offered).isEmpty()
                && stopping().isEmpty();
    }

    /**
     * Takes a place for a handshake against which nothing speaks, and notes down what its session needs to know.
     *
     * @throws LimitReachedException if there is none
     */
    ConnectionSlot admit(HttpServletRequest request, @Nullable Caller caller, Map<String, Object> attributes) {
        OrganizationId organizationId = new OrganizationId(organization(request));
        ConnectionSlot place = limits.take(organizationId, request.getRemoteAddr(), caller);
        place.putInto(attributes);
        ConnectionSlotReturn.whenDone(request, place);
        new SessionAttributes(
                        organizationId,
                        "stomp".equals(request.getParameter("protocol")),
                        Position.asked(request.getParameter("lastEventId")),
                        caller == null ? null : caller.within(organizationId),
                        request.getRemoteAddr())
                .putInto(attributes);
        return place;
    }

    // Jetty decodes the query for whoever asks first, and throws if its escapes are broken.
    private static Optional<HandshakeProblem> unreadableQuery(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return Optional.empty();
        } catch (HttpException.IllegalArgumentException
                | HttpException.IllegalStateException
                | HttpException.RuntimeException e) {
            return Optional.of(HandshakeProblem.badRequest(
                    "The query of the address cannot be read; is it escaped as it should be?"));
        }
    }

    private Optional<HandshakeProblem> problem(HttpServletRequest request, @Nullable Caller caller) {
        if (!OrganizationId.isValid(organization(request))) {
            return Optional.of(HandshakeProblem.invalidOrganization());
        }
        List<String> offered = Subprotocols.offered(request);
        Optional<Denial> denial = denial(request, offered, caller);
        if (denial.isPresent()) {
            OrganizationId organizationId = new OrganizationId(organization(request));
            audit.refused(denial.get(), caller, organizationId, request.getRemoteAddr());
            return denial.map(HandshakeProblem::denied);
        }
        return HandshakeSyntax.problem(request, offered).or(this::stopping);
    }

    // A STOMP client may bring its token in CONNECT; until then it is neither sent anything nor let into a room.
    private Optional<Denial> denial(HttpServletRequest request, List<String> offered, @Nullable Caller caller) {
        if (caller != null) {
            return caller.hasExpired(clock.instant())
                    ? Optional.of(Denial.TOKEN_EXPIRED)
                    : caller.denial(Permission.READ, new OrganizationId(organization(request)));
        }
        boolean stomp = offered.isEmpty()
                ? "stomp".equals(request.getParameter("protocol"))
                : Subprotocols.chosen(offered)
                        .filter(Subprotocols.STOMP::contains)
                        .isPresent();
        return stomp ? Optional.empty() : Optional.of(Denial.UNAUTHORIZED);
    }

    private Optional<HandshakeProblem> stopping() {
        return sessions.isAccepting()
                ? Optional.empty()
                : Optional.of(HandshakeProblem.unavailable("The gateway is shutting down"));
    }

    // Off the undecoded path: an id needs no escapes, so whatever has any is none.
    private static String organization(HttpServletRequest request) {
        String path = request.getRequestURI();
        int start = path.indexOf(SyncEndpoint.PATH);
        return start < 0 ? "" : path.substring(start + SyncEndpoint.PATH.length());
    }

    /** Spring and Jetty have looked too; the place of a session they do not want is free again. */
    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
        HttpServletResponse servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
        boolean upgraded = exception == null && servletResponse.getStatus() == HttpStatus.SWITCHING_PROTOCOLS.value();
        if (!upgraded && servletRequest.getAttribute(PLACE) instanceof ConnectionSlot place) {
            place.giveBack();
            if (exception == null && servletResponse.getStatus() == HttpStatus.OK.value()) {
                refuseWhatJettyPassedOver(response);
            }
        }
        servletRequest.removeAttribute(PLACE);
    }

    // It leaves what is no handshake in its eyes, such as one of HTTP/1.0, to whoever comes next; that is nobody.
    private static void refuseWhatJettyPassedOver(ServerHttpResponse response) {
        try {
            HandshakeProblem.badRequest("This is no WebSocket handshake of HTTP/1.1")
                    .writeTo(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
