package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.ConnectRates;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Refusals;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses handshakes that come too fast or reach a full gateway, before their tokens are checked, so that refusing is
 * cheaper than accepting. Runs after the filter that finds out the client behind a proxy.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class ConnectGate extends OncePerRequestFilter {

    // Request attribute: what ConnectRates answered for this handshake, an Optional.
    private static final String RATE_LIMIT = ConnectGate.class.getName() + ".rateLimit";

    private final ConnectRates rates;
    private final ConnectionLimits connections;
    private final LimitCounters counters;
    private final Refusals refusals;

    ConnectGate(ConnectRates rates, ConnectionLimits connections, LimitCounters counters, Refusals refusals) {
        this.refusals = refusals;
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
            Problem problem = HandshakeProblems.of(limit.get());
            refusals.add(problem.code(), "handshake", null, null, request.getRemoteAddr());
            problem.writeTo(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The limit that the handshake exceeds, if any. Counts the handshake at the first call only. */
    Optional<Limit> limit(HttpServletRequest request) {
        Optional<Limit> limit;
        if (request.getAttribute(RATE_LIMIT) instanceof Optional<?> known) {
            limit = known.map(Limit.class::cast);
        } else {
            limit = rates.refusal(request.getRemoteAddr());
            request.setAttribute(RATE_LIMIT, limit);
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
