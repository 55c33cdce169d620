package com.pfavanguard.sync.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.mock.web.MockHttpServletResponse;

class ProblemTests {

    private static final Problem PLAIN = Problem.of(HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", "Slow down");

    @Test
    void aPlainProblemSaysWhetherToTryAgain() {
        assertThat(json(PLAIN))
                .isEqualTo(
                        "{\"type\":\"/docs/errors#RATE_LIMIT_EXCEEDED\",\"title\":\"Too Many Requests\",\"status\":429,"
                                + "\"detail\":\"Slow down\",\"code\":\"RATE_LIMIT_EXCEEDED\",\"retryable\":true}");
        assertThat(PLAIN.headers().headerNames()).containsExactly(HttpHeaders.CONTENT_TYPE);
    }

    @Test
    void aRetryableProblemSaysWhen() {
        Problem problem = PLAIN.retryableAfter(7);

        assertThat(json(problem)).endsWith(",\"code\":\"RATE_LIMIT_EXCEEDED\",\"retryable\":true}");
        assertThat(problem.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("7");
    }

    @ParameterizedTest
    @EnumSource(HttpStatus.class)
    void everyProblemSaysWhetherToTryAgain(HttpStatus status) {
        Problem problem = Problem.of(status, status.name(), "Why");
        ProblemDetail ofSpring = ProblemDetail.forStatus(status);
        Problem.complete(ofSpring, status.name());

        boolean later = status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE;
        assertThat(json(problem)).contains(",\"retryable\":" + later);
        assertThat(problem.toProblemDetail().getProperties()).containsEntry("retryable", later);
        assertThat(ofSpring.getProperties()).containsEntry("retryable", later);
    }

    @Test
    void aResponseGetsStatusHeadersAndBody() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        PLAIN.with("requestId", "r-1").withHeader(HttpHeaders.ALLOW, "GET").writeTo(response);

        assertThat(response.getStatus()).isEqualTo(429);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getHeader(HttpHeaders.ALLOW)).isEqualTo("GET");
        assertThat(response.getContentAsString()).contains("\"requestId\":\"r-1\"");
        assertThat(response.isCommitted()).isFalse();
    }

    @Test
    void springsProblemHasTheSameMembers() {
        assertThat(PLAIN.with("requestId", "r-1").toProblemDetail().getProperties())
                .containsEntry("code", "RATE_LIMIT_EXCEEDED")
                .containsEntry("requestId", "r-1");
    }

    private static String json(Problem problem) {
        return new String(problem.toJson(), StandardCharsets.UTF_8);
    }
}
