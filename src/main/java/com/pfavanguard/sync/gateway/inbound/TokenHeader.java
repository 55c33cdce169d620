package com.pfavanguard.sync.gateway.inbound;

import com.pfavanguard.sync.security.BearerToken;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;

/**
 * The access token in the Authorization header of a CONNECT frame, or of a SEND frame that renews it.
 *
 * @param token {@code null} if the frame has no such header
 * @param count Authorization headers in the frame, which count towards the most headers of a frame
 */
record TokenHeader(@Nullable String token, int count) {

    private static final String AUTHORIZATION = "Authorization";

    private static final TokenHeader NONE = new TokenHeader(null, 0);

    /** Removes the header from the frame, whatever its command. */
    static TokenHeader takeOff(StompHeaderAccessor frame) {
        List<String> values = frame.getNativeHeader(AUTHORIZATION);
        if (values == null || values.isEmpty()) {
            return NONE;
        }
        // Only now: Spring's own DISCONNECT, sent for a session that has ended, is immutable and has no such header.
        frame.removeNativeHeader(AUTHORIZATION);
        // STOMP 1.2, "Repeated Header Entries": the first one counts.
        String value = values.get(0).strip();
        return new TokenHeader(BearerToken.in(value).orElse(value), values.size());
    }

    /** Without the token, so that it is safe to log. */
    @Override
    public String toString() {
        return "TokenHeader[count=" + count + "]";
    }
}
