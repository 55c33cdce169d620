package com.pfavanguard.sync.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The codes of REST errors (domain.md, "REST error codes"). */
public enum ErrorCode {
    /** The request itself is malformed: a parameter, the JSON, a field's type. */
    VALIDATION_ERROR,
    /** The request is well-formed, but modifications break the rules; nothing was queued. */
    VALIDATION_FAILED,
    /** Not even the address or the headers can be read. */
    BAD_REQUEST,
    /** No token came. This and the next ones are also what requests are answered that reach no controller. */
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
    /** The organization has as many open conflicts as it may; they must be resolved first. */
    TOO_MANY_CONFLICTS,
    /** The same {@code Idempotency-Key} came with another body. */
    IDEMPOTENCY_KEY_REUSED,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    /** The answer would be JSON, and the request accepts something else only. */
    NOT_ACCEPTABLE,
    /** The user asks more often than he may. */
    RATE_LIMIT_EXCEEDED,
    /** Too many items wait already, of the organization or of all, or the message broker has no more room. */
    QUEUE_FULL,
    /** The message broker cannot be reached, or its answer was lost. */
    SERVICE_UNAVAILABLE,
    INTERNAL_ERROR;

    /** Gives a problem its code, if it has none. */
    static void complete(@Nullable Object body, HttpStatusCode status) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            problem.setProperty("code", of(status).name());
        }
    }

    /** For an error that says no more than its status. */
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
