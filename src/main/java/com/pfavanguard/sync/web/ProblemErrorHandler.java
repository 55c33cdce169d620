package com.pfavanguard.sync.web;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Answers requests that Jetty refuses before Spring sees them, such as paths with {@code %2F}, with problem JSON
 * instead of an HTML page.
 */
class ProblemErrorHandler extends ErrorHandler {

    // Seconds after which an overloaded or restarted server may accept the request.
    private static final int SOON_SECONDS = 5;

    private final List<UnreadableAddress> addresses;

    ProblemErrorHandler(List<UnreadableAddress> addresses) {
        this.addresses = addresses;
    }

    /** Every method gets a body; Jetty by default gives one only to GET, POST and HEAD. */
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
        HttpStatus status = HttpStatus.valueOf(code);
        String detail = status == HttpStatus.BAD_REQUEST
                ? unreadable(request.getHttpURI().getPath()).orElse(status.getReasonPhrase())
                : status.getReasonPhrase();
        Problem plain = Problem.of(status, status.name(), detail);
        Problem problem = status == HttpStatus.SERVICE_UNAVAILABLE ? plain.retryableAfter(SOON_SECONDS) : plain;
        problem.headers().forEach((name, values) -> response.getHeaders().put(name, values));
        response.write(true, ByteBuffer.wrap(problem.toJson()), callback);
    }

    private Optional<String> unreadable(@Nullable String path) {
        return path == null
                ? Optional.empty()
                : addresses.stream().flatMap(each -> each.detail(path).stream()).findFirst();
    }
}
