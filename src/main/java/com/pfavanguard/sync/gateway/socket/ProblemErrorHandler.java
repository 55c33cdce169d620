package com.pfavanguard.sync.gateway.socket;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that Jetty refuses before Spring sees them, such as addresses with {@code %2F} in them, with problem
 * JSON instead of a page.
 */
class ProblemErrorHandler extends ErrorHandler {

    /** Whatever the method; Jetty would answer those of pages only. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        boolean handshake = request.getHttpURI().getPath() != null
                && request.getHttpURI().getPath().startsWith(HandshakeRules.PATH);
        HandshakeProblem problem = handshake && code == HttpStatus.BAD_REQUEST_400
                ? HandshakeProblem.invalidOrganization()
                : new HandshakeProblem(
                        org.springframework.http.HttpStatus.valueOf(code),
                        org.springframework.http.HttpStatus.valueOf(code).name(),
                        String.valueOf(HttpStatus.getMessage(code)));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.write(true, ByteBuffer.wrap(problem.toJson()), callback);
    }
}
