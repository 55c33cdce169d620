package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * Recognizes handshakes that Spring Security's firewall and Spring's handshake checks always accept: all headers
 * printable ASCII, no escapes in the address, a valid organization, GET and {@code Upgrade: websocket} over HTTP/1.1.
 */
final class TypicalHandshake {

    private TypicalHandshake() {}

    static boolean is(HttpServletRequest request) {
        return ConnectGate.asksForWebSocket(request)
                && HttpMethod.GET.matches(request.getMethod())
                && "HTTP/1.1".equals(request.getProtocol())
                && isForOrganization(request.getRequestURI(), request.getContextPath())
                && isPlainQuery(request.getQueryString())
                && isPlain(request);
    }

    private static boolean isForOrganization(String address, String contextPath) {
        return address.startsWith(contextPath)
                && address.startsWith(SyncEndpoint.PATH, contextPath.length())
                && OrganizationId.isValid(address.substring(contextPath.length() + SyncEndpoint.PATH.length()));
    }

    private static boolean isPlainQuery(@Nullable String query) {
        return query == null || isPrintable(query) && query.indexOf('%') < 0;
    }

    // From Jetty: all headers as received, before forwarded headers of a proxy are applied.
    private static boolean isPlain(HttpServletRequest request) {
        HttpFields headers = Objects.requireNonNull(ServletContextRequest.getServletContextRequest(request))
                .getHeaders();
        for (HttpField header : headers) {
            if (!isPrintable(header.getValue())) {
                return false;
            }
        }
        List<String> connection = headers.getCSV(HttpHeader.CONNECTION, false);
        return connection.contains("Upgrade") || connection.contains("upgrade");
    }

    private static boolean isPrintable(@Nullable String text) {
        if (text == null) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
