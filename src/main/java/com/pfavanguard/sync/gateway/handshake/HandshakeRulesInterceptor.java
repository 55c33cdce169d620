package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.gateway.limits.ConnectionSlot;
import com.pfavanguard.sync.gateway.limits.LimitCounters;
import com.pfavanguard.sync.gateway.limits.LimitReachedException;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.Refusals;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Holds the handshakes that Spring serves to the {@link HandshakeRules}. Answers those it refuses with a problem that
 * says what to do instead, and frees the slot of those that Spring or Jetty refuses afterwards.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class HandshakeRulesInterceptor implements HandshakeInterceptor {

    // Request attribute during the handshake; the session finds its slot in its own attributes.
    private static final String SLOT = HandshakeRulesInterceptor.class.getName() + ".slot";

    private final HandshakeRules rules;
    private final LimitCounters counters;
    private final Callers callers;
    private final Refusals refusals;

    HandshakeRulesInterceptor(HandshakeRules rules, LimitCounters counters, Callers callers, Refusals refusals) {
        this.refusals = refusals;
        this.rules = rules;
        this.counters = counters;
        this.callers = callers;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        HttpServletRequest servletRequest = servlet(request);
        Caller caller = callers.known().orElse(null);
        Optional<Problem> problem = rules.problem(servletRequest, caller);
        if (problem.isPresent()) {
            boolean isOfAccess = Set.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN)
                    .contains(problem.get().status());
            if (!isOfAccess) { // those the audit has told of
                remember(problem.get(), servletRequest, caller);
            }
            problem.get().writeTo(servlet(response));
            return false;
        }
        try {
            servletRequest.setAttribute(SLOT, rules.admit(servletRequest, caller, attributes));
        } catch (LimitReachedException e) {
            counters.reached(e.limit());
            Problem limit = HandshakeProblems.of(e.limit());
            remember(limit, servletRequest, caller);
            limit.writeTo(servlet(response));
            return false;
        }
        return true;
    }

    private void remember(Problem problem, HttpServletRequest request, @Nullable Caller caller) {
        refusals.add(
                problem.code(),
                "handshake",
                HandshakeRules.organizationOf(request).orElse(null),
                caller == null || caller.isAnonymous() ? null : caller.userId(),
                request.getRemoteAddr());
    }

    /** Frees the slot if Spring or Jetty refused the handshake although it passed the rules. */
    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception exception) {
        HttpServletRequest servletRequest = servlet(request);
        HttpServletResponse servletResponse = servlet(response);
        boolean upgraded = exception == null && servletResponse.getStatus() == HttpStatus.SWITCHING_PROTOCOLS.value();
        if (!upgraded && servletRequest.getAttribute(SLOT) instanceof ConnectionSlot slot) {
            slot.giveBack();
            if (exception == null && servletResponse.getStatus() == HttpStatus.OK.value()) {
                refuseWhatJettyIgnored(servletResponse);
            }
        }
        servletRequest.removeAttribute(SLOT);
    }

    // Jetty leaves a request that it does not take for a handshake, such as one of HTTP/1.0, to the next handler, and
    // there is none.
    private static void refuseWhatJettyIgnored(HttpServletResponse response) {
        try {
            HandshakeProblems.badRequest("Not a WebSocket handshake of HTTP/1.1")
                    .writeTo(response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServletRequest servlet(ServerHttpRequest request) {
        return ((ServletServerHttpRequest) request).getServletRequest();
    }

    private static HttpServletResponse servlet(ServerHttpResponse response) {
        return ((ServletServerHttpResponse) response).getServletResponse();
    }
}
