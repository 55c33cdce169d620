package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.security.Denial;
import java.time.Duration;

/**
 * Says why the gateway ends a session, and whether the client should reconnect. The name is the {@code code} header
 * of a STOMP ERROR frame, the number is that of the close frame. After 4000 to 4399 clients reconnect with their last
 * event id; after 4400 to 4999 they must change something first. Reasons fit into the 123 bytes of a close frame (RFC
 * 6455 section 5.5).
 */
public enum CloseCode {
    /** The client has closed the session. */
    NORMAL(1000, "", false),
    /** This gateway stops; clients continue at another one, or at this one after its restart. */
    GOING_AWAY(1001, "The gateway is shutting down; reconnect with your last event id", seconds(1)),
    /** A STOMP ERROR frame just before says what was wrong. */
    PROTOCOL_ERROR(1002, "See the ERROR frame", false),
    /** A message over the limit; sent by the web server with its own reason. */
    MESSAGE_TOO_BIG(1009, "(the web server's)", false),
    /** An unexpected error in the gateway. */
    SERVER_ERROR(1011, "Internal error; reconnect with your last event id", seconds(5)),
    /** The keys that tokens are checked with cannot be fetched at present. */
    SERVICE_UNAVAILABLE(1013, "Access tokens cannot be checked at the moment; reconnect", seconds(5)),
    /** The client was silent for three heart-beats. */
    SILENT(4000, "Nothing heard from you for three heart-beats", seconds(0)),
    /** The client reads more slowly than its organization's events arrive. */
    SLOW(4001, "Too slow: events were waiting for you; reconnect with your last event id", seconds(1)),
    /** No CONNECT frame came in time on a STOMP session. */
    NO_CONNECT(4002, "No CONNECT frame in time", seconds(5)),
    /** Only for STOMP clients that send their token in CONNECT; others are refused at the handshake. */
    TOO_MANY_CONNECTIONS(
            4003, "You have reached your maximum of connections; close one, or come back later", seconds(30)),
    /** The client sent more frames or bytes per second than a session may. */
    RATE_LIMIT_EXCEEDED(
            4004, "You sent too much too fast; slow down and reconnect with your last event id", seconds(10)),
    /** A plain JSON client sent a STOMP frame. */
    STOMP_ON_PLAIN(
            4400,
            "This is the plain JSON stream. For STOMP offer sub-protocol v12.stomp or add ?protocol=stomp",
            false),
    /** A plain JSON client sent a message; it may only listen. */
    RECEIVE_ONLY(4401, "This stream is receive-only; edits go by REST", false),
    UNAUTHORIZED(4410, "An access token is needed", false),
    INVALID_TOKEN(4411, "The access token is not valid", false),
    TOKEN_EXPIRED(4412, "The access token has expired; reconnect with a new one", false),
    TOKEN_REVOKED(4413, "The access token was revoked; sign in again", false),
    ACCOUNT_INACTIVE(4414, "This account is not active", false),
    ORG_ACCESS_DENIED(4415, "No access to this organization", false),
    PERMISSION_DENIED(4416, "A permission is missing", false),
    ORGANIZATION_INACTIVE(4417, "This organization is not active", false),
    /** A renewal brought another user's token. */
    FORBIDDEN(4418, "The new token belongs to another user; open another session for it", false),
    /** An administrator has closed this one session. The user keeps the access, so a person may connect again. */
    DISCONNECTED(4419, "An administrator has closed this session; connect again only when a person asks for it", false);

    /** Names a client's own wait: in the close frame's reason, and as a header of an ERROR frame. */
    public static final String RETRY_AFTER_MS = "retry-after-ms";

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

    /** The code for a session whose token is refused. */
    public static CloseCode of(Denial denial) {
        return valueOf(denial.name());
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }

    /** The text in the close frame; fixed, so it reveals nothing about other clients. */
    public String reason() {
        return reason;
    }

    /**
     * The reason with the wait that the gateway has chosen for this one client, for programs to read. Still fits into a
     * close frame.
     *
     * @param comeBackAfter from now; counted in whole milliseconds
     */
    public String reason(Duration comeBackAfter) {
        return reason + "; " + RETRY_AFTER_MS + "=" + comeBackAfter.toMillis();
    }

    /** Whether the client should reconnect by itself. */
    public boolean comeBack() {
        return comeBack;
    }

    /** How long the client should wait at least; it adds some randomness, since others were disconnected too. */
    public Duration after() {
        return after;
    }
}
