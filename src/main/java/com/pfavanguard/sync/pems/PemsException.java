package com.pfavanguard.sync.pems;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PEMS did not do what was asked. Says why, whether trying again can help, and what to tell the user. Neither the
 * message nor the cause holds anything of PEMS's answer or of our credentials, so it is safe to log.
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

    /** PEMS answered with a status that is no success. */
    static PemsException refused(String what, int status, @Nullable Duration retryAfter) {
        PemsErrorCode code = PemsErrorCode.ofStatus(status);
        // All of 5xx may pass; of 4xx only "too many requests" does.
        boolean retryable = status >= 500 || code == PemsErrorCode.RATE_LIMIT;
        String message = "PEMS answered HTTP " + status + " to the " + what;
        // The latter two come from a proxy that finds no PEMS behind it.
        boolean outage = status == 503 || status == 502 || status == 504;
        PemsErrorCode told = outage ? PemsErrorCode.SERVICE_UNAVAILABLE : code;
        return new PemsException(code, retryable, outage, retryAfter, told.userMessage(), message, null);
    }

    /**
     * A success came back that cannot be read: not JSON, or too long. It may be the page of a proxy, so it does not show
     * that PEMS is up.
     */
    static PemsException unusable(String what, String why) {
        String message = "PEMS's answer to the " + what + " is unusable: " + why;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, true, null, code.userMessage(), message, null);
    }

    /** PEMS answered with a success that is well-formed but not about what was asked, or lacks what matters. */
    static PemsException wrong(String what, String why) {
        String message = "PEMS's answer to the " + what + " is wrong: " + why;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, false, null, code.userMessage(), message, null);
    }

    /** No answer: nobody listens, the connection broke, or it took longer than the time limit. */
    static PemsException noAnswer(String what, Throwable cause) {
        String message = "PEMS gave no answer to the " + what;
        PemsErrorCode code = PemsErrorCode.SERVER_ERROR;
        return new PemsException(code, true, true, null, code.userMessage(), message, cause);
    }

    /** Nothing was asked of PEMS, since it could only have failed. */
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

    /** Whether PEMS as a whole seems to be away: nobody answered, or with nothing of use, or it says so itself. */
    public boolean outage() {
        return outage;
    }

    /**
     * Whether PEMS may have done what was asked, of a request that changes something: no answer came, none of use, or
     * one from a PEMS that failed in the middle, or from a proxy before it. Every other refusal says that it has not.
     */
    public boolean mayHaveBeenDone() {
        return retryable && code != PemsErrorCode.RATE_LIMIT;
    }

    /** How long PEMS asks us to wait, 0 or more; it may ask for longer than anybody wants to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Short and plain, for {@code SYNC_FAILED}. */
    public String userMessage() {
        return userMessage;
    }
}
