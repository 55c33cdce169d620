package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.stream.Notice;
import com.pfavanguard.sync.gateway.stream.Subscriber;
import com.pfavanguard.sync.security.Caller;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a session gets with its admission: its caller, whom a new token replaces, and its subscriber in the
 * organization's stream. Admits at most once, and never after the end. Safe for any thread.
 *
 * <p>Never calls the subscriber while holding its own lock: a failing write ends the session from within the stream.
 */
final class RoomMembership {

    // Null until a STOMP client without a token in its handshake has sent one in CONNECT.
    private volatile @Nullable Caller caller;
    // Both guarded by this.
    private @Nullable Subscriber subscriber;
    private boolean ended;
    // Expiry of the last token that the client was warned about. Used by the sweep's thread alone.
    private @Nullable Instant warnedOf;

    /** Sets caller and subscriber; {@code false} if the session has ended or been admitted already. */
    synchronized boolean admit(Caller caller, Subscriber subscriber) {
        if (ended || this.subscriber != null) {
            return false;
        }
        this.subscriber = subscriber;
        this.caller = caller;
        return true;
    }

    /** Marks the session as ended. Returns the subscriber that has to leave the stream; empty if it never joined. */
    synchronized Optional<Subscriber> end() {
        ended = true;
        return Optional.ofNullable(subscriber);
    }

    /** Empty until the session has joined its organization's stream. */
    synchronized Optional<Subscriber> joined() {
        return Optional.ofNullable(subscriber);
    }

    /** @throws IllegalStateException before the session has joined its organization's stream */
    synchronized Subscriber subscriber() {
        if (subscriber == null) {
            throw new IllegalStateException("The session has not joined its organization's stream yet");
        }
        return subscriber;
    }

    /** Empty until the client has sent its token. */
    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** Replaces the caller by the one of a new token. */
    synchronized void renew(Caller renewed) {
        caller = renewed;
    }

    /** Runs {@code close} for an expired token, unless that has just been renewed. */
    synchronized void expire(Caller expired, Runnable close) {
        if (caller == expired) {
            close.run();
        }
    }

    /**
     * Sends the warning at most once for each token, and only if this token expires later than the last warned about.
     */
    void warn(Instant end, Notice expiring) {
        if ((warnedOf == null || end.isAfter(warnedOf)) && subscriber().tell(expiring)) {
            warnedOf = end;
        }
    }
}
