package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.ConnectRates;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away handshakes that come too fast, or to a gateway that is full, before anybody looks at their tokens: a refusal
 * shall cost less than what it saves. Behind the filter that knows whom a proxy speaks for.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ConnectGate extends OncePerRequestFilter {

    // What the limits for the pace of handshakes have said to this one: an Optional.
    private static final String ASKED = ConnectGate.class.getName() + ".asked";

    private final ConnectRates rates;
    private final ConnectionLimits connections;
    private final LimitCounters counters;

    ConnectGate(ConnectRates rates, ConnectionLimits connections, LimitCounters counters) {
        this.rates = rates;
        this.connections = connections;
        this.counters = counters;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Limit> limit = limit(request);
        if (limit.isPresent()) {
            counters.reached(limit.get());
            HandshakeProblem.of(limit.get()).writeTo(new ServletServerHttpResponse(response));
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Counts a handshake, once however often it is asked; the limit that speaks against it, if one does. */
    Optional<Limit> limit(HttpServletRequest request) {
        Optional<Limit> limit;
        if (request.getAttribute(ASKED) instanceof Optional<?> known) {
            limit = known.map(Limit.class::cast);
        } else {
            limit = rates.refusal(request.getRemoteAddr());
            request.setAttribute(ASKED, limit);
        }
        return limit.isEmpty() && connections.isFull() ? Optional.of(Limit.CONNECTIONS) : limit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().contains(SyncEndpoint.PATH) || !asksForWebSocket(request);
    }

    static boolean asksForWebSocket(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
