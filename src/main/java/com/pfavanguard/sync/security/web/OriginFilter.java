package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.Denial;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests from pages of other origins, handshakes included; in open mode also requests to other host names. A
 * page whose own host name resolves to 127.0.0.1 (DNS rebinding) would otherwise count as our origin in the browser.
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
                    "In open mode this gateway answers only requests to localhost, 127.0.0.1 and [::1]. Add other host names"
                            + " to sync.security.allowed-hosts");
        } else if (!origins.isAllowedOrigin(request)) {
            refuse(
                    request,
                    response,
                    "Pages of this origin are not allowed to connect. Add the origin to"
                            + " sync.security.allowed-origins");
        } else {
            chain.doFilter(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        audit.refused(Denial.FORBIDDEN, null, null, request.getRemoteAddr());
        // Pages of any origin may read this answer and no other, or their developers would not learn what is wrong.
        // It is the same for all, and browsers send no cookies or tokens by themselves (decision 0057).
        DenialProblem.of(Denial.FORBIDDEN, detail)
                .withHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .writeTo(response);
    }
}
