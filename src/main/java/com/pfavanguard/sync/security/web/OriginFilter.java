package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Denial;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away what a foreign page sends, handshakes included, and in open mode what comes under a foreign name: a page
 * may have its own name lead to 127.0.0.1 (DNS rebinding), and would then be of our origin for the browser.
 */
final class OriginFilter extends OncePerRequestFilter {

    private final Origins origins;
    private final Audit audit;

    OriginFilter(Origins origins, Audit audit) {
        this.origins = origins;
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!origins.isAllowedHost(request)) {
            refuse(
                    request,
                    response,
                    "Without tokens this gateway answers to localhost, 127.0.0.1 and [::1] only; other names are listed"
                            + " in sync.security.allowed-hosts");
        } else if (!origins.isAllowedOrigin(request)) {
            refuse(
                    request,
                    response,
                    "Pages of this origin may not connect here; those that may are listed in"
                            + " sync.security.allowed-origins");
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        audit.refused(Denial.FORBIDDEN, null, null, request.getRemoteAddr());
        Problems.write(response, Denial.FORBIDDEN, detail);
    }
}
