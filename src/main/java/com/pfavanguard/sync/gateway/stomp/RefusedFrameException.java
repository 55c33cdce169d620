package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.CloseCode;
import org.springframework.security.access.AccessDeniedException;

/** Refuses a STOMP frame of a client. Its code and message are sent to the client. */
public class RefusedFrameException extends AccessDeniedException {

    private final CloseCode code;

    public RefusedFrameException(CloseCode code, String reason) {
        super(reason);
        this.code = code;
    }

    public CloseCode code() {
        return code;
    }

    /** Without a stack trace: refusals are routine, and the message says it all. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
