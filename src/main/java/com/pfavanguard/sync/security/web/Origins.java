package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.web.LoopbackNames;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/** Decides which host names requests may be addressed to and which pages may send them. */
final class Origins implements CorsConfigurationSource {

    private static final List<String> LOOPBACK_ORIGINS = LoopbackNames.ALL.stream()
            .flatMap(host -> Stream.of("http://" + host + ":[*]", "https://" + host + ":[*]"))
            .toList();

    private final boolean open;
    private final List<String> allowedHosts;
    private final CorsConfiguration allowed = new CorsConfiguration();

    /** @param open whether this is open mode: the host must be this machine, and its pages on any port are allowed */
    Origins(boolean open, List<String> allowedOrigins, List<String> allowedHosts) {
        this.open = open;
        this.allowedHosts =
                allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        List<String> patterns = new ArrayList<>(allowedOrigins);
        if (open) {
            patterns.addAll(LOOPBACK_ORIGINS);
        }
        allowed.setAllowedOriginPatterns(patterns);
        allowed.setAllowedMethods(List.of("GET", "POST", "DELETE"));
        allowed.setAllowedHeaders(List.of("Authorization", "Content-Type", "Idempotency-Key", "traceparent"));
        allowed.setExposedHeaders(List.of("Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"));
        allowed.setMaxAge(Duration.ofMinutes(10));
    }

    /** Checks both names: the server name may come from a forwarded header, which a page can set. */
    boolean isAllowedHost(HttpServletRequest request) {
        return isAllowedHost(request.getHeader(HttpHeaders.HOST)) && isAllowedHost(request.getServerName());
    }

    /** Checks every Origin header, although a browser sends at most one. */
    boolean isAllowedOrigin(HttpServletRequest request) {
        Enumeration<String> sent = request.getHeaders(HttpHeaders.ORIGIN);
        while (sent.hasMoreElements()) {
            if (!isAllowedOrigin(sent.nextElement(), request.getHeader(HttpHeaders.HOST))) {
                return false;
            }
        }
        return true;
    }

    /** @param authority host and optional port, as in the Host header */
    boolean isAllowedHost(@Nullable String authority) {
        if (!open || authority == null) {
            return true;
        }
        String host = withoutPort(authority.toLowerCase(Locale.ROOT));
        return LoopbackNames.ALL.contains(host) || allowedHosts.contains(host);
    }

    /** @param authority the request's Host header */
    boolean isAllowedOrigin(@Nullable String origin, @Nullable String authority) {
        return origin == null || isOwn(origin, authority) || allowed.checkOrigin(origin) != null;
    }

    /** The CORS rules for pages of other origins; {@code null} for our own pages, to which CORS does not apply. */
    @Override
    public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || isOwn(origin, request.getHeader(HttpHeaders.HOST)) ? null : allowed;
    }

    // Accepts http and https: behind a proxy that terminates TLS we do not know which one clients use.
    private static boolean isOwn(String origin, @Nullable String authority) {
        if (authority == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            String host = uri.getRawAuthority();
            boolean https = "https".equalsIgnoreCase(uri.getScheme());
            String defaultPort = https ? ":443" : ":80";
            return host != null
                    && (https || "http".equalsIgnoreCase(uri.getScheme()))
                    && (host.equalsIgnoreCase(authority) || (host + defaultPort).equalsIgnoreCase(authority));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }
}
