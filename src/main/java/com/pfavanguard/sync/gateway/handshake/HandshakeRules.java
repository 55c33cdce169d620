package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.TraceParent;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.ConnectRates;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.LimitReachedException;
import com.pfavanguard.sync.gateway.session.SessionAttributes;
import com.pfavanguard.sync.gateway.session.SessionRegistry;
import com.pfavanguard.sync.gateway.session.Subprotocols;
import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

/**
 * Decides whether a handshake may open a session, in this order: is the organization's id valid, may the caller listen
 * to it, is the request a WebSocket handshake for a known sub-protocol, is the gateway running, and is a connection
 * slot free. Asked by {@link HandshakeShortcut}, and by {@link HandshakeRulesInterceptor} for all other handshakes.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class HandshakeRules {

    private final SessionRegistry sessions;
    private final ConnectRates rates;
    private final ConnectionLimits limits;
    private final Audit audit;
    private final Clock clock;

    HandshakeRules(SessionRegistry sessions, ConnectRates rates, ConnectionLimits limits, Audit audit, Clock clock) {
        this.sessions = sessions;
        this.rates = rates;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether the handshake passes every rule, limits apart. Its query must be readable. Audits nothing. */
    boolean allow(HttpServletRequest request, @Nullable Caller caller) {
        List<String> offered = Subprotocols.offered(request);
        return OrganizationId.isValid(organization(request))
                && denial(request, offered, caller).isEmpty()
                && HandshakeSyntax.problem(request, offered).isEmpty()
                && sessions.isAccepting();
    }

    /** The first rule that the handshake breaks, limits apart; audits a denial. Empty if it passes every rule. */
    Optional<Problem> problem(HttpServletRequest request, @Nullable Caller caller) {
        Optional<Problem> unreadable = HandshakeSyntax.queryProblem(request);
        if (unreadable.isPresent()) {
            return unreadable;
        }
        if (!OrganizationId.isValid(organization(request))) {
            return Optional.of(HandshakeProblems.invalidOrganization());
        }
        List<String> offered = Subprotocols.offered(request);
        Optional<Denial> denial = denial(request, offered, caller);
        if (denial.isPresent()) {
            OrganizationId organizationId = new OrganizationId(organization(request));
            audit.refused(denial.get(), caller, organizationId, request.getRemoteAddr());
            return denial.map(HandshakeProblems::denied);
        }
        if (isQuestion(request)) {
            Optional<Problem> answer =
                    HandshakeSyntax.addressProblem(request, offered).or(() -> limit(request, caller));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return HandshakeSyntax.problem(request, offered)
                .or(() -> sessions.isAccepting() ? Optional.empty() : Optional.of(HandshakeProblems.shuttingDown()));
    }

    /** The organization that the request asks for; empty if its id is invalid. */
    static Optional<OrganizationId> organizationOf(HttpServletRequest request) {
        String organization = organization(request);
        return OrganizationId.isValid(organization) ? Optional.of(new OrganizationId(organization)) : Optional.empty();
    }

    // A page whose handshake was refused asks by a plain GET why, since browsers do not tell (decision 0057).
    private static boolean isQuestion(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) && !ConnectGate.asksForWebSocket(request);
    }

    /** The limit that would refuse a handshake now; takes no slot and counts nothing. */
    private Optional<Problem> limit(HttpServletRequest request, @Nullable Caller caller) {
        if (!sessions.isAccepting()) {
            return Optional.of(HandshakeProblems.shuttingDown());
        }
        String address = request.getRemoteAddr();
        return rates.exceeded(address)
                .or(() -> limits.reached(new OrganizationId(organization(request)), address, caller))
                .map(HandshakeProblems::of);
    }

    /**
     * Takes a connection slot for a handshake that passes every rule, and puts what its session needs into the
     * attributes.
     *
     * @throws LimitReachedException if no slot is free
     */
    ConnectionSlot admit(HttpServletRequest request, @Nullable Caller caller, Map<String, Object> attributes) {
        OrganizationId organizationId = new OrganizationId(organization(request));
        ConnectionSlot slot = limits.take(organizationId, request.getRemoteAddr(), caller);
        slot.putInto(attributes);
        ConnectionSlotReturn.whenDone(request, slot);
        new SessionAttributes(
                        organizationId,
                        HandshakeSyntax.STOMP.equals(request.getParameter(HandshakeSyntax.PROTOCOL)),
                        options(request),
                        heartbeat(request),
                        caller == null ? null : caller.within(organizationId),
                        request.getRemoteAddr(),
                        TraceParent.parse(request.getHeader(TraceParent.NAME)).orElse(null),
                        requestedAt(request))
                .putInto(attributes);
        return slot;
    }

    // From Jetty, which begins to count with the request's first byte.
    private static long requestedAt(HttpServletRequest request) {
        ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
        return jetty == null ? System.nanoTime() : jetty.getBeginNanoTime();
    }

    private static SubscriptionOptions options(HttpServletRequest request) {
        try {
            return PlainOptions.of(request);
        } catch (InvalidFilterException e) {
            throw new IllegalStateException("The handshake has not passed the rules", e);
        }
    }

    private static Duration heartbeat(HttpServletRequest request) {
        try {
            return PlainOptions.heartbeat(request);
        } catch (InvalidFilterException e) {
            throw new IllegalStateException("The handshake has not passed the rules", e);
        }
    }

    // A STOMP client may send its token with CONNECT. Until then it is sent no events and joins no organization's
    // stream.
    private Optional<Denial> denial(HttpServletRequest request, List<String> offered, @Nullable Caller caller) {
        if (caller != null) {
            return caller.hasExpired(clock.instant())
                    ? Optional.of(Denial.TOKEN_EXPIRED)
                    : caller.denial(Permission.READ, new OrganizationId(organization(request)));
        }
        return HandshakeSyntax.asksForStomp(request, offered) ? Optional.empty() : Optional.of(Denial.UNAUTHORIZED);
    }

    // From the undecoded path: a valid id contains no character that needs an escape, so an escaped id is invalid.
    private static String organization(HttpServletRequest request) {
        String path = request.getRequestURI();
        int start = path.indexOf(SyncEndpoint.PATH);
        return start < 0 ? "" : path.substring(start + SyncEndpoint.PATH.length());
    }
}
