package com.pfavanguard.sync.gateway.socket;

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
        Optional<Limit> limit = rates.refusal(request.getRemoteAddr());
        if (limit.isEmpty() && connections.isFull()) {
            limit = Optional.of(Limit.CONNECTIONS);
        }
        if (limit.isPresent()) {
            counters.reached(limit.get());
            HandshakeProblem.of(limit.get()).writeTo(new ServletServerHttpResponse(response));
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().contains(HandshakeRules.PATH)
                || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
