package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.IpAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request with the part of each {@code X-Forwarded} header that our outermost proxy wrote, and nothing clients wrote. */
final class ProxiedRequest extends HttpServletRequestWrapper {

    /** Stands for an address that is missing, unparsable or loopback, so that it never counts as this machine. */
    static final String UNKNOWN = "unknown";

    private static final String FORWARDED = "x-forwarded-";
    private static final String FOR = "X-Forwarded-For";

    private final int hops;
    private final String address;

    ProxiedRequest(HttpServletRequest request, int hops) {
        super(request);
        this.hops = hops;
        String client = written(FOR);
        this.address = client == null ? request.getRemoteAddr() : plain(client);
    }

    private static String plain(String client) {
        return IpAddress.parse(client)
                .filter(address -> !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .orElse(UNKNOWN);
    }

    // Counts hops from the right over all lines of that name. Fewer elements mean that the request bypassed a proxy.
    private @Nullable String written(String name) {
        List<String> lines = Collections.list(super.getHeaders(name));
        if (lines.isEmpty()) {
            return null;
        }
        String[] elements = String.join(",", lines).split(",", -1);
        return elements[Math.max(0, elements.length - hops)].trim();
    }

    @Override
    public String getRemoteAddr() {
        return address;
    }

    @Override
    public @Nullable String getHeader(String name) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(FORWARDED)) {
            return super.getHeader(name);
        }
        // Hidden, or Spring would read the address from it again.
        return name.equalsIgnoreCase(FOR) ? null : written(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(FORWARDED)) {
            return super.getHeaders(name);
        }
        String value = getHeader(name);
        return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
    }
}
