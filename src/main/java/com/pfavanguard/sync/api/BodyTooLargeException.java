package com.pfavanguard.sync.api;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Thrown for a request body beyond the limit, when its length is announced or while it is read. */
class BodyTooLargeException extends ApiException {

    BodyTooLargeException() {
        super(
                HttpStatus.CONTENT_TOO_LARGE,
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The request body must have at most " + BodyLimit.MAX_BYTES + " bytes");
    }

    static boolean isIn(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
