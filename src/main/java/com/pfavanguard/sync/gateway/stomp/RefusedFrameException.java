package com.pfavanguard.sync.gateway.stomp;

import com.pfavanguard.sync.gateway.CloseCode;
import org.springframework.security.access.AccessDeniedException;

/** A STOMP frame the client may not send; code and message are meant for the client. */
public class RefusedFrameException extends AccessDeniedException {

    private final CloseCode code;

    public RefusedFrameException(CloseCode code, String reason) {
        super(reason);
        this.code = code;
    }

    public CloseCode code() {
        return code;
    }

    /** Part of every day's work; nobody reads its stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
