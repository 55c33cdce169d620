package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Denial;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests that get no further, as RFC 9457 problem JSON with a {@code code} like all others. */
final class Problems {

    // Seconds; until keys may have been fetched again.
    private static final String RETRY_AFTER = "5";

    private Problems() {}

    static void write(HttpServletResponse response, Denial denial) throws IOException {
        write(response, denial, denial.text());
    }

    static void write(HttpServletResponse response, Denial denial, String detail) throws IOException {
        if (denial.status() == 401) {
            // RFC 6750 section 3.1; no error for those who have not tried.
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    denial == Denial.UNAUTHORIZED ? "Bearer" : "Bearer error=\"invalid_token\"");
        } else if (denial == Denial.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        write(response, HttpStatus.valueOf(denial.status()), denial.name(), detail);
    }

    static void write(HttpServletResponse response, HttpStatus status, String code, String detail) throws IOException {
        JsonMapper json = JsonMapper.shared();
        byte[] body = json.writeValueAsBytes(json.createObjectNode()
                .put("type", "about:blank")
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail)
                .put("code", code));
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        // Neither flushed nor of known length, by which Jetty would see the end and flush: it has yet to say that it
        // closes the connection, if the request's own body was left unread.
        response.getOutputStream().write(body);
    }
}
