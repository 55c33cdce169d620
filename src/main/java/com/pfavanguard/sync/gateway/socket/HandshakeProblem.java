package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.event.OrganizationId;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.ServerHttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** A refused handshake, as RFC 9457 problem JSON. */
record HandshakeProblem(HttpStatus status, String detail) {

    // Seconds; a full or stopping gateway is worth another try soon, by way of the load balancer.
    private static final String RETRY_AFTER = "5";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static HandshakeProblem invalidOrganization() {
        return new HandshakeProblem(
                HttpStatus.BAD_REQUEST,
                "Connect to " + HandshakeRules.PATH + "<organizationId>, where the id matches "
                        + OrganizationId.SYNTAX);
    }

    ProblemDetail toProblemDetail() {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    void writeTo(ServerHttpResponse response) throws IOException {
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        if (status == HttpStatus.UPGRADE_REQUIRED) {
            response.getHeaders().set(HttpHeaders.UPGRADE, "websocket");
        }
        byte[] body = toJson();
        response.getHeaders().setContentLength(body.length);
        response.getBody().write(body);
        response.flush();
    }

    byte[] toJson() {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail)
                // The status by its name: there is nothing finer to tell, but programs look for a code.
                .put("code", status.name()));
    }
}
