package com.pfavanguard.sync.security;

/**
 * Why somebody is turned away. The names are the {@code code} of a problem answer and of a STOMP ERROR frame; the texts
 * are the same for everybody and tell nothing of others.
 */
public enum Denial {
    UNAUTHORIZED(401, "An access token is needed"),
    INVALID_TOKEN(401, "The access token is not valid"),
    TOKEN_EXPIRED(401, "The access token has expired; get a new one"),
    /** It was good once; an administrator has taken it back. */
    TOKEN_REVOKED(401, "The access token was revoked; sign in again"),
    FORBIDDEN(403, "This is not allowed"),
    ACCOUNT_INACTIVE(403, "This account is not active"),
    ORG_ACCESS_DENIED(403, "No access to this organization"),
    PERMISSION_DENIED(403, "A permission is missing"),
    ORGANIZATION_INACTIVE(403, "This organization is not active"),
    /** The keys to check tokens with cannot be fetched now. */
    SERVICE_UNAVAILABLE(503, "Access tokens cannot be checked at the moment; try again soon");

    private final int status;
    private final String text;

    Denial(int status, String text) {
        this.status = status;
        this.text = text;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
