package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.LimitReachedException;
import com.pfavanguard.sync.gateway.session.Subprotocols;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.security.TokenRefusedException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Opens the session of a handshake that client libraries typically write and that passes every check, without Spring's
 * filters and Spring MVC, which cost more than the rest of a handshake. Asks the same guards and rules in the same
 * order. Passes all other handshakes on untouched, so that Spring's way refuses them and says why (decision 0020).
 */
final class HandshakeShortcut implements Filter {

    private final ConnectGate gate;
    private final RequestGuard guard;
    private final HandshakeRules rules;
    private final RequestUpgradeStrategy upgrade;
    private final WebSocketHandler sessions;

    HandshakeShortcut(
            ConnectGate gate,
            RequestGuard guard,
            HandshakeRules rules,
            RequestUpgradeStrategy upgrade,
            WebSocketHandler sessions) {
        this.gate = gate;
        this.guard = guard;
        this.rules = rules;
        this.upgrade = upgrade;
        this.sessions = sessions;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!TypicalHandshake.is((HttpServletRequest) request)
                || !opened((HttpServletRequest) request, (HttpServletResponse) response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean opened(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        if (gate.limit(request).isPresent() || !guard.allowsOrigin(request)) {
            return false;
        }
        try {
            Caller caller = guard.callerOf(request).orElse(null);
            return rules.allow(request, caller) && upgraded(request, response, caller);
        } catch (TokenRefusedException | LimitReachedException e) {
            return false; // Spring's way refuses it for the same reason, answers and counts it
        }
    }

    private boolean upgraded(HttpServletRequest request, HttpServletResponse response, @Nullable Caller caller)
            throws ServletException {
        Map<String, Object> attributes = new HashMap<>();
        ConnectionSlot slot = rules.admit(request, caller, attributes);
        boolean upgraded = false;
        try {
            upgrade.upgrade(
                    new ServletServerHttpRequest(request),
                    new ServletServerHttpResponse(response),
                    Subprotocols.chosen(Subprotocols.offered(request)).orElse(null),
                    List.of(),
                    null,
                    sessions,
                    attributes);
            upgraded = response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS.value();
        } catch (HandshakeFailureException e) {
            if (response.isCommitted()) {
                throw new ServletException(e);
            }
        } finally {
            if (!upgraded) {
                slot.giveBack();
            }
        }
        return upgraded || response.isCommitted();
    }
}
