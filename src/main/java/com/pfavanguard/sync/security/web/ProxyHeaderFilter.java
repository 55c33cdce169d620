package com.pfavanguard.sync.security.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Applies the forwarded headers that our own proxies wrote. Spring's filter alone takes the leftmost element of each
 * header, which the client chooses when proxies append. Ignores {@code Forwarded} and {@code X-Forwarded-Prefix}: most
 * proxies pass them through unchanged, so a client could set them.
 */
final class ProxyHeaderFilter extends ForwardedHeaderFilter {

    private final int hops;

    /** @param hops number of proxies that append to the headers */
    ProxyHeaderFilter(int hops) {
        super(false);
        this.hops = hops;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        super.doFilterInternal(new ProxiedRequest(request, hops), response, chain);
    }
}
