package com.pfavanguard.sync.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.QoSHandler;

/**
 * Limits the requests in progress, so that half of the threads stay free for handshakes, sessions and health probes. A
 * slow client holds a thread while it sends its body or reads the answer. Requests beyond the quota wait without a
 * thread, and get HTTP 503 if they wait too long.
 */
final class RequestQuota extends QoSHandler {

    private final String handshakes;
    private final String probes;

    /** @param longestWait how long a request may wait before it gets HTTP 503 */
    RequestQuota(String contextPath, Duration longestWait) {
        handshakes = contextPath + "/api/ws/";
        probes = contextPath + "/actuator/health";
        setMaxSuspend(longestWait);
        exclude(this::isExempt);
    }

    // These cannot hold a thread: a GET has no body to read, and the answer fits into the kernel's buffer. That holds
    // for a connection's first request only, since a client may send many without reading the answers.
    private boolean isExempt(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        return path != null
                && (path.startsWith(handshakes) || path.startsWith(probes))
                && HttpMethod.GET.is(request.getMethod())
                && request.getConnectionMetaData().getConnection().getMessagesIn() <= 1;
    }
}
