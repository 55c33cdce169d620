package com.pfavanguard.sync.gateway.jetty;

import com.pfavanguard.sync.gateway.SyncEndpoint;
import java.net.HttpCookie;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.websocket.api.ExtensionConfig;
import org.eclipse.jetty.websocket.api.UpgradeRequest;
import org.eclipse.jetty.websocket.api.UpgradeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the request and response of the handshake, which Jetty's session would keep with their tokens and
 * cookies. Knows only the sub-protocol and TLS; what else matters is in the session's attributes.
 *
 * @param acceptedSubProtocol {@code null} if no sub-protocol was chosen
 */
record MinimalUpgradeInfo(@Nullable String acceptedSubProtocol, boolean secure)
        implements UpgradeRequest, UpgradeResponse {

    private static final URI ENDPOINT = URI.create(SyncEndpoint.PATH);

    @Override
    public @Nullable String getAcceptedSubProtocol() {
        return acceptedSubProtocol;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public URI getRequestURI() {
        return ENDPOINT;
    }

    @Override
    public String getMethod() {
        return "GET";
    }

    @Override
    public String getHttpVersion() {
        return "HTTP/1.1";
    }

    @Override
    public String getProtocolVersion() {
        return "13";
    }

    @Override
    public int getStatusCode() {
        return 101;
    }

    @Override
    public List<ExtensionConfig> getExtensions() {
        return List.of();
    }

    @Override
    public List<HttpCookie> getCookies() {
        return List.of();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return null;
    }

    @Override
    public int getHeaderInt(String name) {
        return -1;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return Map.of();
    }

    @Override
    public List<String> getHeaders(String name) {
        return List.of();
    }

    @Override
    public Set<String> getHeaderNames() {
        return Set.of();
    }

    @Override
    public @Nullable String getHost() {
        return null;
    }

    @Override
    public @Nullable String getOrigin() {
        return null;
    }

    @Override
    public Map<String, List<String>> getParameterMap() {
        return Map.of();
    }

    @Override
    public @Nullable String getQueryString() {
        return null;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of();
    }

    @Override
    public boolean hasSubProtocol(String name) {
        return false;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return null;
    }
}
