package com.pfavanguard.sync.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes a refused request as RFC 9457 problem JSON with a {@code code} and {@code retryable} for programs and a
 * detail for people. The one place that builds this JSON and its headers, for controllers, filters and Jetty's handlers
 * alike. Immutable.
 */
public final class Problem {

    private static final String PAGE = "/docs/errors#";
    private static final String RETRYABLE = "retryable";

    private final HttpStatus status;
    private final String code;
    private final String detail;
    private final Map<String, Object> extensions;
    private final HttpHeaders headers;

    private Problem(
            HttpStatus status, String code, String detail, Map<String, Object> extensions, HttpHeaders headers) {
        this.status = status;
        this.code = code;
        this.detail = detail;
        this.extensions = extensions;
        this.headers = headers;
    }

    /**
     * The address of the description of a code, on a page of the gateway itself. Relative with the full path, as RFC 9457
     * recommends where the server's address is not known: it may be behind a proxy.
     */
    public static URI type(String code) {
        return URI.create(PAGE + code);
    }

    public static Problem of(HttpStatus status, String code, String detail) {
        return new Problem(status, code, detail, Map.of(), HttpHeaders.EMPTY);
    }

    /** A request with a wrong or missing value. */
    public static Problem invalid(String detail) {
        return of(HttpStatus.BAD_REQUEST, "VALIDATION_ERROR", detail);
    }

    // Every other refusal stays until the request, the token or a setting has changed.
    private static boolean canSucceedLater(HttpStatusCode status) {
        return status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS) || status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** Adds the code, its address and {@code retryable} to a problem that Spring has made. */
    public static void complete(ProblemDetail problem, String code) {
        problem.setType(type(code));
        problem.setProperty("code", code);
        problem.setProperty(RETRYABLE, canSucceedLater(HttpStatusCode.valueOf(problem.getStatus())));
    }

    /** Adds an extension member to the JSON, such as {@code requestId}. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(status, code, detail, more, headers);
    }

    /** Adds a header to the response, such as {@code Allow}. */
    public Problem withHeader(String name, String value) {
        HttpHeaders more = HttpHeaders.copyOf(headers);
        more.set(name, value);
        return new Problem(status, code, detail, extensions, more);
    }

    /**
     * Says that the same request may succeed after so many seconds: {@code Retry-After}. For 429 and 503, whose {@code
     * retryable} is true.
     */
    public Problem retryableAfter(int seconds) {
        return withHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    /** The headers of the response, its content type among them. */
    public HttpHeaders headers() {
        HttpHeaders all = HttpHeaders.copyOf(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return all;
    }

    /** For controllers and their advice; Spring adds the request's path as {@code instance}. */
    public ProblemDetail toProblemDetail() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        complete(problem, code);
        extensions.forEach(problem::setProperty);
        return problem;
    }

    /** For code that a controller or an actuator endpoint calls, to end the request with this problem. */
    public ErrorResponseException toException() {
        ErrorResponseException problem = new ErrorResponseException(status, toProblemDetail(), null);
        problem.getHeaders().putAll(headers);
        return problem;
    }

    /** For filters and Jetty's handlers, which Spring's converters do not serve. */
    public byte[] toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type(code).toString());
        members.put("title", status.getReasonPhrase());
        members.put("status", status.value());
        members.put("detail", detail);
        members.put("code", code);
        members.put(RETRYABLE, canSucceedLater(status));
        members.putAll(extensions);
        return JsonMapper.shared().writeValueAsBytes(members);
    }

    /**
     * Answers a request with this problem. Neither flushes nor sets the length: at either Jetty would commit the
     * response before it can say that it closes the connection, which it does if the request's body was left unread.
     */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        headers().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        response.getOutputStream().write(toJson());
    }
}
