package com.pfavanguard.sync.gateway;

/**
 * Why a session was ended, and whether the client should come back. Codes of our own: 4000 to 4399 come back (with the
 * last event id), 4400 to 4999 do not before something has changed. Reasons fit the 123 bytes of a close frame
 * (RFC 6455 section 5.5).
 */
public enum CloseCode {
    /** The client has left as it should. */
    NORMAL(1000, "", false),
    /** This gateway stops; another one, or this one in a moment, goes on. */
    GOING_AWAY(1001, "The gateway is shutting down; reconnect with your last event id", true),
    /** A STOMP ERROR frame sent just before says what was wrong. */
    PROTOCOL_ERROR(1002, "See the ERROR frame", false),
    /** Something went wrong here. */
    SERVER_ERROR(1011, "Internal error; reconnect with your last event id", true),
    /** Nothing was heard from the client for three heart-beats. */
    SILENT(4000, "Nothing heard from you for three heart-beats", true),
    /** The client reads more slowly than its organization's events come. */
    SLOW(4001, "Too slow: events were waiting for you; reconnect with your last event id", true),
    /** No CONNECT frame came in time on a STOMP session. */
    NO_CONNECT(4002, "No CONNECT frame in time", true),
    /** A plain session sent a STOMP frame. */
    STOMP_ON_PLAIN(
            4400,
            "This is the plain JSON stream. For STOMP offer sub-protocol v12.stomp or add ?protocol=stomp",
            false),
    /** A plain session sent something; it is there to listen. */
    RECEIVE_ONLY(4401, "This stream is receive-only; edits go by REST", false);

    private final int code;
    private final String reason;
    private final boolean comeBack;

    CloseCode(int code, String reason, boolean comeBack) {
        this.code = code;
        this.reason = reason;
        this.comeBack = comeBack;
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
}
