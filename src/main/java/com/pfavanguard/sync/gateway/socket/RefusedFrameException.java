package com.pfavanguard.sync.gateway.socket;

/** A STOMP frame the client may not send; the message is meant for the client. */
class RefusedFrameException extends RuntimeException {

    RefusedFrameException(String reason) {
        super(reason, null, false, false); // part of every day's work; nobody reads its stack
    }
}
