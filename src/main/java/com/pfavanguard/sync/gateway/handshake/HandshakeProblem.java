package com.pfavanguard.sync.gateway.handshake;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.SyncEndpoint;
import com.pfavanguard.sync.gateway.limits.Limit;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.web.Problem;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;

/**
 * A refused handshake, as RFC 9457 problem JSON with a {@code code} for programs.
 *
 * @param retryAfter seconds after which another try may help; 0 if none will
 */
record HandshakeProblem(HttpStatus status, String code, String detail, int retryAfter) {

    // A full or stopping gateway is worth another try soon, by way of the load balancer.
    private static final int SOON_SECONDS = 5;

    // Until somebody of the same user, organization or address has left.
    private static final int LATER_SECONDS = 30;

    /** Without a time to come back, unless that is what the status means. */
    HandshakeProblem(HttpStatus status, String code, String detail) {
        this(status, code, detail, status == HttpStatus.SERVICE_UNAVAILABLE ? SOON_SECONDS : 0);
    }

    /** Come back after so many seconds, or a few more: those who were refused together shall not all come together. */
    private static HandshakeProblem comeBack(HttpStatus status, String code, String detail, int seconds) {
        return new HandshakeProblem(
                status, code, detail, seconds + ThreadLocalRandom.current().nextInt(seconds + 1));
    }

    private static HandshakeProblem full(String detail) {
        return comeBack(HttpStatus.SERVICE_UNAVAILABLE, CloseCode.SERVICE_UNAVAILABLE.name(), detail, SOON_SECONDS);
    }

    private static HandshakeProblem tooMany(String whose) {
        return comeBack(
                HttpStatus.TOO_MANY_REQUESTS,
                CloseCode.TOO_MANY_CONNECTIONS.name(),
                whose + " has as many connections as it may",
                LATER_SECONDS);
    }

    private static HandshakeProblem tooFast(HttpStatus status, CloseCode code, String detail) {
        return comeBack(
                status, code.name(), detail, 1 + ThreadLocalRandom.current().nextInt(SOON_SECONDS));
    }

    /** What a handshake is answered that has met this limit. */
    static HandshakeProblem of(Limit limit) {
        return switch (limit) {
            case CONNECTS_PER_ADDRESS ->
                tooFast(HttpStatus.TOO_MANY_REQUESTS, CloseCode.RATE_LIMIT_EXCEEDED, "Your address connects too often");
            case CONNECTS ->
                tooFast(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        CloseCode.SERVICE_UNAVAILABLE,
                        "Too many clients connect at the moment");
            case CONNECTIONS_PER_ORGANIZATION -> tooMany("This organization");
            case CONNECTIONS_PER_USER -> tooMany("This user");
            case CONNECTIONS_PER_ADDRESS -> tooMany("Your address");
            case UNAUTHENTICATED_CONNECTIONS ->
                full("Too many connections have yet to send their token; bring yours with the handshake");
            default -> full("The gateway holds as many connections as it may (sync.gateway.max-connections)");
        };
    }

    static HandshakeProblem badRequest(String detail) {
        return new HandshakeProblem(HttpStatus.BAD_REQUEST, "BAD_REQUEST", detail);
    }

    static HandshakeProblem invalidOrganization() {
        return badRequest(
                "Connect to " + SyncEndpoint.PATH + "<organizationId>, where the id matches " + OrganizationId.SYNTAX);
    }

    static HandshakeProblem unavailable(String detail) {
        return new HandshakeProblem(HttpStatus.SERVICE_UNAVAILABLE, Denial.SERVICE_UNAVAILABLE.name(), detail);
    }

    static HandshakeProblem denied(Denial denial) {
        return new HandshakeProblem(
                HttpStatus.valueOf(denial.status()),
                denial.name(),
                denial == Denial.UNAUTHORIZED
                        ? "An access token is needed: in the Authorization header, as sub-protocol bearer.<token> beside"
                                + " v12.stomp or json, or for STOMP in the CONNECT frame"
                        : denial.text());
    }

    ProblemDetail toProblemDetail() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        problem.setProperty("retryable", retryAfter > 0);
        return problem;
    }

    void writeTo(ServerHttpResponse response) throws IOException {
        response.setStatusCode(status);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter > 0) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter));
        }
        switch (status) {
            case UPGRADE_REQUIRED -> {
                headers.set(HttpHeaders.UPGRADE, "websocket");
                headers.set("Sec-WebSocket-Version", "13");
            }
            case METHOD_NOT_ALLOWED -> headers.set(HttpHeaders.ALLOW, "GET");
            case UNAUTHORIZED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            default -> {}
        }
        byte[] body = toJson();
        headers.setContentLength(body.length);
        response.getBody().write(body);
        response.flush();
    }

    byte[] toJson() {
        return new Problem(status, code, detail, retryAfter).toJson();
    }
}
