package com.pfavanguard.sync.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.QoSHandler;

/**
 * Leaves half of the threads to what must never wait: handshakes, sessions and probes. A thread is held for as long as a
 * client takes to send a body or to read an answer; requests beyond the quota wait without one, and get HTTP 503 if
 * that takes too long.
 */
final class RequestQuota extends QoSHandler {

    private final String handshakes;
    private final String probes;

    /** @param longestWait for a thread */
    RequestQuota(String contextPath, Duration longestWait) {
        handshakes = contextPath + "/api/ws/";
        probes = contextPath + "/actuator/health";
        setMaxSuspend(longestWait);
        exclude(this::neverHoldsUp);
    }

    // The first answer of a connection fits into the kernel's buffer, and no body is read for a GET. Of requests that
    // follow one another without reading the answers that does not hold, whatever they ask for.
    private boolean neverHoldsUp(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        return path != null
                && (path.startsWith(handshakes) || path.startsWith(probes))
                && HttpMethod.GET.is(request.getMethod())
                && request.getConnectionMetaData().getConnection().getMessagesIn() <= 1;
    }
}
