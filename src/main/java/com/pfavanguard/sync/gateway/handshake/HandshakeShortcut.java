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
 * The way in for nearly everybody: a handshake as client libraries write it, against which nothing speaks, goes past the
 * filters and Spring MVC, which cost more than all the rest of it. It asks the same guards and rules as they do, in the
 * same order. Whatever is out of the ordinary or not to be let in goes on to them untouched: refusing, and saying why, is
 * theirs (decision 0020).
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
        if (!OrdinaryHandshake.is((HttpServletRequest) request)
                || !letsIn((HttpServletRequest) request, (HttpServletResponse) response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean letsIn(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        if (gate.limit(request).isPresent() || !guard.allowsOrigin(request)) {
            return false;
        }
        try {
            Caller caller = guard.callerOf(request).orElse(null);
            return rules.allow(request, caller) && upgraded(request, response, caller);
        } catch (TokenRefusedException | LimitReachedException e) {
            return false; // they come to the same on the other way, and are answered and counted there
        }
    }

    private boolean upgraded(HttpServletRequest request, HttpServletResponse response, @Nullable Caller caller)
            throws ServletException {
        Map<String, Object> attributes = new HashMap<>();
        ConnectionSlot place = rules.admit(request, caller, attributes);
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
                place.giveBack();
            }
        }
        return upgraded || response.isCommitted();
    }
}
