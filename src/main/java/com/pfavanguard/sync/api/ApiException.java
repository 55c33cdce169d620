package com.pfavanguard.sync.api;

import com.pfavanguard.sync.web.Problem;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Thrown for a request that is answered with problem JSON; its {@code code} is for programs, its detail for people. */
public class ApiException extends ErrorResponseException {

    public ApiException(HttpStatus status, ErrorCode code, String detail) {
        this(status, code, detail, Map.of());
    }

    /** @param more further members of the problem, such as {@code validationErrors} */
    public ApiException(HttpStatus status, ErrorCode code, String detail, Map<String, Object> more) {
        super(status, problem(status, code, detail, more), null);
    }

    /** Says that the same request may succeed after so many seconds. */
    public ApiException retryableAfter(int seconds) {
        getBody().setProperty("retryable", true);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
        return this;
    }

    static ProblemDetail problem(HttpStatus status, ErrorCode code, String detail, Map<String, Object> more) {
        Problem problem = Problem.of(status, code.name(), detail);
        for (Map.Entry<String, Object> member : more.entrySet()) {
            problem = problem.with(member.getKey(), member.getValue());
        }
        return problem.toProblemDetail();
    }

    public static ApiException badRequest(String detail) {
        return new ApiException(HttpStatus.BAD_REQUEST, ErrorCode.VALIDATION_ERROR, detail);
    }

    /** Also for things of other organizations, so that the answer does not reveal that they exist. */
    public static ApiException notFound(String detail) {
        return new ApiException(HttpStatus.NOT_FOUND, ErrorCode.NOT_FOUND, detail);
    }
}
