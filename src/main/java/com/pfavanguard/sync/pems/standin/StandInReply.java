package com.pfavanguard.sync.pems.standin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reply to a request.
 *
 * @param kind a reply, or none
 * @param retryAfterOrNull value of the {@code Retry-After} header, if there is to be one
 */
record StandInReply(
        Kind kind, int status, String body, @Nullable String retryAfterOrNull) {

    static final JsonMapper JSON = JsonMapper.shared();

    static final StandInReply CLOSE = new StandInReply(Kind.CLOSE, 0, "", null);
    static final StandInReply HANG = new StandInReply(Kind.HANG, 0, "", null);

    static StandInReply json(int status, Object body) {
        return new StandInReply(Kind.ANSWER, status, JSON.writeValueAsString(body), null);
    }

    static StandInReply error(int status, String message) {
        return json(status, Map.of("success", false, "message", message));
    }

    static StandInReply text(int status, String text) {
        return new StandInReply(Kind.ANSWER, status, text, null);
    }

    StandInReply withRetryAfter(@Nullable String retryAfter) {
        return new StandInReply(kind, status, body, retryAfter);
    }

    enum Kind {
        ANSWER,
        /** Closes the connection without a reply. */
        CLOSE,
        /** Sends no reply; the caller waits until it gives up. */
        HANG
    }
}
