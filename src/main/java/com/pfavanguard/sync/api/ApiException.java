package com.pfavanguard.sync.api;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that is answered with a problem; its {@code code} is for programs, its detail for people. */
public class ApiException extends ErrorResponseException {

    public ApiException(HttpStatus status, ErrorCode code, String detail) {
        this(status, code, detail, Map.of());
    }

    /** @param more further members of the problem, such as {@code validationErrors} */
    public ApiException(HttpStatus status, ErrorCode code, String detail, Map<String, Object> more) {
        super(status, problem(status, code, detail, more), null);
    }

    static ProblemDetail problem(HttpStatus status, ErrorCode code, String detail, Map<String, Object> more) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code.name());
        more.forEach(problem::setProperty);
        return problem;
    }

    public static ApiException badRequest(String detail) {
        return new ApiException(HttpStatus.BAD_REQUEST, ErrorCode.VALIDATION_ERROR, detail);
    }

    /** Also for what belongs to somebody else: its existence is none of the caller's business. */
    public static ApiException notFound(String detail) {
        return new ApiException(HttpStatus.NOT_FOUND, ErrorCode.NOT_FOUND, detail);
    }
}
