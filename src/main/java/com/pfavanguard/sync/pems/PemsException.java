package com.pfavanguard.sync.pems;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to PEMS failed. Says why, whether trying again can help, and what to tell the user. Message and cause
 * contain nothing of PEMS's answer or our credentials, so they are safe to log.
 */
public final class PemsException extends RuntimeException {

    private final PemsErrorCode code;
    private final boolean retryable;
    private final boolean outage;
    private final @Nullable Duration retryAfter;
    private final String userMessage;

    private PemsException(
            PemsErrorCode code,
            boolean retryable,
            boolean outage,
            @Nullable Duration retryAfter,
            String userMessage,
            String message,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
        this.outage = outage;
        this.retryAfter = retryAfter;
        this.userMessage = userMessage;
    }

    /** PEMS answered with an error status. */
    static PemsException refused(String what, int status, @Nullable Duration retryAfter) {
        PemsErrorCode code = PemsErrorCode.ofStatus(status);
        // 5xx may be temporary; of 4xx only "too many requests" is.
        boolean retryable = status >= 500 || code == PemsErrorCode.RATE_LIMIT;
        String message = "PEMS answered HTTP " + status + " to the " + what;
        // 502 and 504 come from a proxy that does not reach PEMS.
        boolean outage = status == 503 || status == 502 || status == 504;
        PemsErrorCode told = outage ? PemsErrorCode.SERVICE_UNAVAILABLE : code;
        return new PemsException(code, retryable, outage, retryAfter, told.userMessage(), message, null);
    }

    /**
     * PEMS answered with success, but the body is unreadable: not JSON, or too long. It may be a proxy's page, so it
     * does not show that PEMS is up.
     */
    static PemsException unusable(String what, String why) {
        String message = "PEMS's answer to the " + what + " is unusable: " + why;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, true, null, code.userMessage(), message, null);
    }

    /** PEMS answered with success and well-formed JSON, but about another record, or without a required field. */
    static PemsException wrong(String what, String why) {
        String message = "PEMS's answer to the " + what + " is wrong: " + why;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, false, null, code.userMessage(), message, null);
    }

    /** No answer: the connection failed or broke, or the time limit passed. */
    static PemsException noAnswer(String what, Throwable cause) {
        String message = "PEMS gave no answer to the " + what;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, true, null, code.userMessage(), message, cause);
    }

    /** No request was sent, since it would certainly have failed. */
    static PemsException notAsked(String message, String userMessage) {
        return new PemsException(PemsErrorCode.INVALID_REQUEST, false, false, null, userMessage, message, null);
    }

    public PemsErrorCode code() {
        return code;
    }

    /** Whether the same request can succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether PEMS as a whole may be down: no answer, an unreadable one, or HTTP 502, 503 or 504. */
    public boolean outage() {
        return outage;
    }

    /**
     * Whether PEMS may have made a requested change: no answer, an unreadable one, or a server or proxy error. Every
     * other refusal means that it has not.
     */
    public boolean mayHaveBeenDone() {
        return retryable && code != PemsErrorCode.RATE_LIMIT;
    }

    /** The wait PEMS asks for, 0 or more; may be longer than acceptable. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Text for the user in {@code SYNC_FAILED}: short and plain. */
    public String userMessage() {
        return userMessage;
    }
}
