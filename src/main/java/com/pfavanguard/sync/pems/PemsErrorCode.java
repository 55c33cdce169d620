package com.pfavanguard.sync.pems;

/** Why PEMS did not do what was asked (domain.md, "PEMS error codes"); each with a text for the user. */
public enum PemsErrorCode {
    INVALID_REQUEST("PEMS rejected the change as invalid"),
    NOT_FOUND("PEMS has no such record"),
    UNAUTHORIZED("PEMS refuses the gateway's credentials; an administrator must correct them"),
    VERSION_CONFLICT("The record has been changed in PEMS meanwhile"),
    RATE_LIMIT("PEMS is too busy to take the change"),
    SERVICE_UNAVAILABLE("PEMS service unavailable"),
    SERVER_ERROR("PEMS gave no valid answer"),
    UNKNOWN_ERROR("PEMS refused the change");

    private final String userMessage;

    PemsErrorCode(String userMessage) {
        this.userMessage = userMessage;
    }

    /** Text for the user in {@code SYNC_FAILED}: short and plain; contains nothing that PEMS said. */
    public String userMessage() {
        return userMessage;
    }

    static PemsErrorCode ofStatus(int status) {
        return switch (status) {
            case 400 -> INVALID_REQUEST;
            case 401 -> UNAUTHORIZED;
            case 404 -> NOT_FOUND;
            case 409 -> VERSION_CONFLICT;
            case 429 -> RATE_LIMIT;
            case 500 -> SERVER_ERROR;
            case 503 -> SERVICE_UNAVAILABLE;
            default -> UNKNOWN_ERROR;
        };
    }
}
