package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.security.Denial;
import java.time.Duration;

/**
 * Why a session was ended, and whether the client should come back. The name is the {@code code} of a STOMP ERROR frame,
 * the number that of the close frame. Numbers of our own: 4000 to 4399 come back (with the last event id), 4400 to 4999
 * do not before something has changed. Reasons fit the 123 bytes of a close frame (RFC 6455 section 5.5).
 */
public enum CloseCode {
    /** The client has left as it should. */
    NORMAL(1000, "", false),
    /** This gateway stops; another one, or this one in a moment, goes on. */
    GOING_AWAY(1001, "The gateway is shutting down; reconnect with your last event id", seconds(1)),
    /** A STOMP ERROR frame sent just before says what was wrong. */
    PROTOCOL_ERROR(1002, "See the ERROR frame", false),
    /** The web server's own, with a reason of its own: a message over the limit. */
    MESSAGE_TOO_BIG(1009, "(the web server's)", false),
    /** Something went wrong here. */
    SERVER_ERROR(1011, "Internal error; reconnect with your last event id", seconds(5)),
    /** The keys to check tokens with cannot be had at the moment. */
    SERVICE_UNAVAILABLE(1013, "Access tokens cannot be checked at the moment; reconnect", seconds(5)),
    /** Nothing was heard from the client for three heart-beats. */
    SILENT(4000, "Nothing heard from you for three heart-beats", seconds(0)),
    /** The client reads more slowly than its organization's events come. */
    SLOW(4001, "Too slow: events were waiting for you; reconnect with your last event id", seconds(1)),
    /** No CONNECT frame came in time on a STOMP session. */
    NO_CONNECT(4002, "No CONNECT frame in time", seconds(5)),
    /** Only STOMP clients hear it that bring their token in CONNECT; the handshake tells the others. */
    TOO_MANY_CONNECTIONS(4003, "You have as many connections as you may; close one, or come back later", seconds(30)),
    /** More frames or bytes a second than a session may send. */
    RATE_LIMIT_EXCEEDED(
            4004, "You sent too much too fast; slow down and reconnect with your last event id", seconds(10)),
    /** A plain session sent a STOMP frame. */
    STOMP_ON_PLAIN(
            4400,
            "This is the plain JSON stream. For STOMP offer sub-protocol v12.stomp or add ?protocol=stomp",
            false),
    /** A plain session sent something; it is there to listen. */
    RECEIVE_ONLY(4401, "This stream is receive-only; edits go by REST", false),
    UNAUTHORIZED(4410, "An access token is needed", false),
    INVALID_TOKEN(4411, "The access token is not valid", false),
    TOKEN_EXPIRED(4412, "The access token has expired; reconnect with a new one", false),
    TOKEN_REVOKED(4413, "The access token was revoked; sign in again", false),
    ACCOUNT_INACTIVE(4414, "This account is not active", false),
    ORG_ACCESS_DENIED(4415, "No access to this organization", false),
    PERMISSION_DENIED(4416, "A permission is missing", false),
    ORGANIZATION_INACTIVE(4417, "This organization is not active", false),
    /** A new token was somebody else's. */
    FORBIDDEN(4418, "A session keeps its user; open another one", false);

    private final int code;
    private final String reason;
    private final boolean comeBack;
    private final Duration after;

    CloseCode(int code, String reason, boolean comeBack) {
        this.code = code;
        this.reason = reason;
        this.comeBack = comeBack;
        this.after = Duration.ZERO;
    }

    /** For clients that should come back. */
    CloseCode(int code, String reason, Duration after) {
        this.code = code;
        this.reason = reason;
        this.comeBack = true;
        this.after = after;
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** What ends a session whose client may not go on. */
    public static CloseCode of(Denial denial) {
        return valueOf(denial.name());
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }

    /** The text in the close frame; the same for everybody, so it tells nothing about others. */
    public String reason() {
        return reason;
    }

    /** Whether a client should reconnect by itself. */
    public boolean comeBack() {
        return comeBack;
    }

    /** How long it should wait at least before it does; with some randomness, as others were cut off as well. */
    public Duration after() {
        return after;
    }
}
