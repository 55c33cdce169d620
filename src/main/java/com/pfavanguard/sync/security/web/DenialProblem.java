package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.web.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Describes a refusal by a security filter as a {@link Problem}, with the headers that belong to its status. */
final class DenialProblem {

    // Seconds after which the keys may have been fetched again.
    private static final String RETRY_AFTER = "5";

    private DenialProblem() {}

    static Problem of(Denial denial) {
        return of(denial, denial.text());
    }

    static Problem of(Denial denial, String detail) {
        Problem problem = Problem.of(HttpStatus.valueOf(denial.status()), denial.name(), detail);
        if (denial.status() == HttpStatus.UNAUTHORIZED.value()) {
            return problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(denial));
        }
        return denial == Denial.SERVICE_UNAVAILABLE
                ? problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                : problem;
    }

    // RFC 6750 section 3.1: no error code for a request without a token.
    private static String challenge(Denial denial) {
        return denial == Denial.UNAUTHORIZED ? "Bearer" : "Bearer error=\"invalid_token\"";
    }
}
