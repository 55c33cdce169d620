package com.pfavanguard.sync.api;

import com.pfavanguard.sync.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The codes of REST errors (domain.md, "REST error codes"). */
public enum ErrorCode {
    /** The request itself is malformed: a parameter, the JSON, a field's type. */
    VALIDATION_ERROR,
    /** The request is well-formed, but modifications break the rules; nothing was queued. */
    VALIDATION_FAILED,
    /** The path or the headers cannot be parsed. */
    BAD_REQUEST,
    /** The request has no token. Filters also use this code and the following ones, see {@code security.Denial}. */
    UNAUTHORIZED,
    INVALID_TOKEN,
    TOKEN_EXPIRED,
    TOKEN_REVOKED,
    FORBIDDEN,
    ACCOUNT_INACTIVE,
    PERMISSION_DENIED,
    ORG_ACCESS_DENIED,
    ORGANIZATION_INACTIVE,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT_ALREADY_RESOLVED,
    /** The organization has reached its limit of open conflicts; they must be resolved first. */
    TOO_MANY_CONFLICTS,
    /** The same {@code Idempotency-Key} was used with another body. */
    IDEMPOTENCY_KEY_REUSED,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    /** The request does not accept JSON, the only format of answers. */
    NOT_ACCEPTABLE,
    /** The user sends more requests than allowed. */
    RATE_LIMIT_EXCEEDED,
    /** Too many items are queued, of the organization or altogether, or the message broker is full. */
    QUEUE_FULL,
    /** The message broker cannot be reached, or its answer was lost. */
    SERVICE_UNAVAILABLE,
    /** This gateway has not read the states of the records yet. */
    STATES_NOT_LOADED,
    INTERNAL_ERROR;

    /** Adds the code that fits the status, the address of its description, and whether to try again. */
    static void complete(@Nullable Object body, HttpStatusCode status) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            Problem.complete(problem, of(status).name());
        }
    }

    /** The code for an error of which only the status is known. */
    static ErrorCode of(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> RATE_LIMIT_EXCEEDED;
            case 500 -> INTERNAL_ERROR;
            case 503 -> SERVICE_UNAVAILABLE;
            default -> status.is4xxClientError() ? VALIDATION_ERROR : INTERNAL_ERROR;
        };
    }
}
