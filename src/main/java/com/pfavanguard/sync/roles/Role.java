package com.pfavanguard.sync.roles;

/** A role of a process; {@code sync.roles} lists its roles, separated by commas. Default: all. */
public enum Role {
    /** Serves WebSocket clients and the live page. */
    GATEWAY,
    /** Accepts edits by REST and writes them to PEMS; publishes sample writes. */
    PRODUCER
}
