package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Clears the table after a handshake: Jetty keeps its request for as long as the session lasts, and with it everything
 * that filters and Spring have hung on it. Outermost, so that nobody looks for it any more.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Order(Ordered.HIGHEST_PRECEDENCE)
class HandshakeLeftovers extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                Collections.list(request.getAttributeNames()).stream()
                        .filter(name -> !name.startsWith("org.eclipse.jetty") && !name.startsWith("jakarta."))
                        .forEach(request::removeAttribute);
            }
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().contains(HandshakeRules.PATH);
    }
}
