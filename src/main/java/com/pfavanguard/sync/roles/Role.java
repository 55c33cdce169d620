package com.pfavanguard.sync.roles;

/** A part a process can play; {@code sync.roles} lists those it does, separated by commas. Not set: all of them. */
public enum Role {
    /** Serves WebSocket clients, and the live page. */
    GATEWAY,
    /** Takes edits by REST and writes them to PEMS; publishes sample writes. */
    PRODUCER
}
