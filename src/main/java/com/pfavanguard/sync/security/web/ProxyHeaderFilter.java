package com.pfavanguard.sync.security.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Lets a proxy say whom it speaks for, and nobody else. Spring's filter takes the leftmost element of each header, which
 * behind a proxy that adds to them is the client's to choose. Neither {@code Forwarded} nor {@code X-Forwarded-Prefix}
 * is looked at: few proxies write them, and what they do not write they pass on.
 */
final class ProxyHeaderFilter extends ForwardedHeaderFilter {

    private final int hops;

    /** @param hops how many proxies add to the headers */
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
