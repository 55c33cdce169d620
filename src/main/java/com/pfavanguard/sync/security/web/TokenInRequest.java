package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.BearerToken;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.TokenRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.springframework.http.HttpHeaders;

/**
 * Finds the token of a request: in the Authorization header; in handshakes, where browsers cannot set that header, also
 * among the offered sub-protocols, and in the query if that is allowed.
 */
final class TokenInRequest {

    private static final String HANDSHAKES = "/api/ws/";
    private static final String SUBPROTOCOL = "bearer.";

    private final boolean queryToken;

    /** @param queryToken whether {@code ?access_token=} is read */
    TokenInRequest(boolean queryToken) {
        this.queryToken = queryToken;
    }

    /** @throws TokenRefusedException if there is more than one, since it is unclear which one counts */
    Optional<String> find(HttpServletRequest request) {
        Set<String> found = new LinkedHashSet<>();
        for (String value : Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION))) {
            found.add(bearer(value));
        }
        if (request.getRequestURI().startsWith(request.getContextPath() + HANDSHAKES)) {
            found.addAll(offered(request));
            found.addAll(queryToken ? inAddress(request) : List.of());
        }
        if (found.size() > 1) {
            throw new TokenRefusedException(
                    Denial.INVALID_TOKEN, "The request contains more than one access token; send one", null);
        }
        return found.stream().findFirst();
    }

    private static List<String> inAddress(HttpServletRequest request) {
        try {
            String[] values = request.getParameterValues("access_token");
            return values == null ? List.of() : List.of(values);
        } catch (RuntimeException e) {
            if (e instanceof HttpException) {
                return List.of(); // broken escapes, which the handshake's rules answer
            }
            throw e;
        }
    }

    private static String bearer(String authorization) {
        return BearerToken.in(authorization)
                .orElseThrow(() -> new TokenRefusedException(
                        Denial.INVALID_TOKEN, "The Authorization header must be \"Bearer <token>\"", null));
    }

    private static List<String> offered(HttpServletRequest request) {
        List<String> tokens = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))) {
            for (String protocol : header.split(",")) {
                if (protocol.strip().startsWith(SUBPROTOCOL)) {
                    tokens.add(protocol.strip().substring(SUBPROTOCOL.length()));
                }
            }
        }
        return tokens;
    }
}
