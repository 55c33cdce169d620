package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Denial;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** A refused handshake, as RFC 9457 problem JSON with a {@code code} for programs. */
record HandshakeProblem(HttpStatus status, String code, String detail) {

    // Seconds; a full or stopping gateway is worth another try soon, by way of the load balancer.
    private static final String RETRY_AFTER = "5";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static HandshakeProblem badRequest(String detail) {
        return new HandshakeProblem(HttpStatus.BAD_REQUEST, "BAD_REQUEST", detail);
    }

    static HandshakeProblem invalidOrganization() {
        return badRequest("Connect to " + HandshakeRules.PATH + "<organizationId>, where the id matches "
                + OrganizationId.SYNTAX);
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
        return problem;
    }

    void writeTo(ServerHttpResponse response) throws IOException {
        response.setStatusCode(status);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        switch (status) {
            case SERVICE_UNAVAILABLE -> headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
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
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail)
                .put("code", code));
    }
}
