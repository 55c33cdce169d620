package com.pfavanguard.sync.security;

/**
 * Reasons to refuse a request or session. The name is the {@code code} in problem JSON and STOMP ERROR frames. The texts
 * are constant, so they reveal nothing about other users or organizations.
 */
public enum Denial {
    UNAUTHORIZED(401, "An access token is needed"),
    INVALID_TOKEN(401, "The access token is not valid"),
    TOKEN_EXPIRED(401, "The access token has expired; get a new one"),
    /** An administrator has revoked the access of its user. */
    TOKEN_REVOKED(401, "The access token was revoked; sign in again"),
    FORBIDDEN(403, "This is not allowed"),
    ACCOUNT_INACTIVE(403, "This account is not active"),
    ORG_ACCESS_DENIED(403, "No access to this organization"),
    PERMISSION_DENIED(403, "A permission is missing"),
    ORGANIZATION_INACTIVE(403, "This organization is not active"),
    /** The issuer's keys cannot be fetched at the moment. */
    SERVICE_UNAVAILABLE(503, "Access tokens cannot be checked at the moment; try again soon");

    private final int status;
    private final String text;

    Denial(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** Status of the HTTP response. */
    public int status() {
        return status;
    }

    /** Text for people. */
    public String text() {
        return text;
    }
}
