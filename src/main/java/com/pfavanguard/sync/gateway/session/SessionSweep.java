package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.vital.PeriodicTask;
import com.pfavanguard.sync.vital.Vital;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Checks every session each 400 ms: sends heart-beats and pings that are due, closes sessions that are silent, stuck,
 * unfinished or expired, cuts those that do not answer a close. One thread instead of timers for ten thousand sessions.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class SessionSweep implements SmartLifecycle {

    private static final String THREAD = "session-sweep";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private static final Duration EVERY = Duration.ofMillis(400);
    private static final Duration CLOSE_ANSWER_WITHIN = Duration.ofSeconds(5);

    // A client without a valid token must stop receiving events within a second: two sweeps.
    private static final Duration CLOSE_ANSWER_WITHOUT_TOKEN_WITHIN = Duration.ofMillis(200);

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final GatewayProperties properties;
    private final ConnectionLimits connections;
    private final FloodGuard floodGuard;
    private final LinkGrace linkGrace;
    private final Duration expiryWarning;
    private final Clock clock;
    private @Nullable PeriodicTask timer;

    SessionSweep(
            SessionRegistry sessions,
            EventStream stream,
            GatewayProperties properties,
            SecurityProperties security,
            ConnectionLimits connections,
            FloodGuard floodGuard,
            LinkGrace linkGrace,
            Clock clock) {
        this.sessions = sessions;
        this.stream = stream;
        this.properties = properties;
        this.connections = connections;
        this.floodGuard = floodGuard;
        this.linkGrace = linkGrace;
        this.expiryWarning = security.expiryWarning();
        this.clock = clock;
    }

    private void sweep() {
        // Guarded one by one, so that a failure of one does not keep the others from their sweep.
        Vital.guarded(THREAD, stream::sweep).run();
        Vital.guarded(THREAD, connections::sweep).run();
        Vital.guarded(THREAD, linkGrace::check).run();
        long now = System.nanoTime();
        Instant moment = clock.instant();
        for (ClientSession session : sessions.all()) {
            try {
                sweep(session, now, moment);
            } catch (RuntimeException | Error e) {
                Vital.failed(THREAD, e);
            }
            Vital.moved();
        }
    }

    private void sweep(ClientSession session, long now, Instant moment) {
        Liveness liveness = session.liveness();
        if (liveness.isClosing()) {
            if (liveness.isClosingLongerThan(timeToAnswerClose(session.closedWith()), now)) {
                session.abort();
            }
            return;
        }
        floodGuard.check(session);
        Caller caller = session.caller().orElse(null);
        if (session.isStomp() && liveness.hasNotConnectedWithin(timeToConnect(caller), now)) {
            session.close(CloseCode.NO_CONNECT);
        } else if (caller == null) {
            // A session without a caller receives no events, whatever its protocol; its time to authenticate is over.
            if (liveness.hasNotConnectedWithin(timeToConnect(null), now)) {
                session.close(CloseCode.NO_CONNECT);
            }
        } else if (caller.hasExpired(moment)) {
            session.membership().expire(caller, () -> session.close(CloseCode.TOKEN_EXPIRED));
        } else if (liveness.owesEndOfFrameLongerThan(properties.timeToConnect(), now)) {
            session.closeWithError(CloseCode.PROTOCOL_ERROR, "A frame did not end in time: send the NUL at its end");
        } else if (liveness.isSilent(session.isStomp(), properties, now)) {
            session.close(CloseCode.SILENT);
        } else {
            session.subscriber().checkProgress();
            warnOfExpiry(session, caller, moment);
            if (liveness.owesHeartbeat(EVERY, now)) {
                session.sendHeartbeat();
            }
            if (liveness.owesPing(properties.pingInterval(), now)) {
                liveness.pinged(now);
                session.sendPing();
            }
        }
    }

    private static Duration timeToAnswerClose(@Nullable CloseCode code) {
        if (code == CloseCode.RATE_LIMIT_EXCEEDED) {
            return FloodGuard.CLOSE_ANSWER_WITHIN;
        }
        return code == CloseCode.TOKEN_EXPIRED || code == CloseCode.TOKEN_REVOKED
                ? CLOSE_ANSWER_WITHOUT_TOKEN_WITHIN
                : CLOSE_ANSWER_WITHIN;
    }

    private Duration timeToConnect(@Nullable Caller caller) {
        boolean shorter = caller == null && properties.timeToAuthenticate().compareTo(properties.timeToConnect()) < 0;
        return shorter ? properties.timeToAuthenticate() : properties.timeToConnect();
    }

    private void warnOfExpiry(ClientSession session, Caller caller, Instant moment) {
        // Adds to now instead of taking the difference, which overflows for a token that never expires.
        if (!expiryWarning.isZero() && !caller.expiresAt().isAfter(moment.plus(expiryWarning))) {
            session.membership()
                    .warn(
                            caller.expiresAt(),
                            TokenNotices.expiring(session.organizationId(), caller.expiresAt(), clock));
        }
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            timer = Vital.every(EVERY, THREAD, STILL_FOR, this::sweep);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.stop();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    @Override
    public int getPhase() {
        return EventStream.PHASE;
    }
}
