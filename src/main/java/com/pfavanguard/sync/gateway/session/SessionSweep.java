package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.vital.Clockwork;
import com.pfavanguard.sync.vital.Vital;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at every session a few times a second: heart-beats and pings that are due, peers that have fallen silent or
 * stuck, closes that are not answered, tokens that expire. One thread instead of timers for each of ten thousand sessions.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class SessionSweep implements SmartLifecycle {

    private static final String THREAD = "session-sweep";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private static final Duration EVERY = Duration.ofMillis(400);
    private static final Duration CLOSE_ANSWER_WITHIN = Duration.ofSeconds(5);

    // Whoever may no longer listen is gone at the next look but one: within a second.
    private static final Duration CLOSE_ANSWER_WITHOUT_TOKEN_WITHIN = Duration.ofMillis(200);

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final GatewayProperties properties;
    private final ConnectionLimits connections;
    private final InboundWatch inboundWatch;
    private final Duration expiryWarning;
    private final Clock clock;
    private @Nullable Clockwork timer;

    SessionSweep(
            SessionRegistry sessions,
            EventStream stream,
            GatewayProperties properties,
            SecurityProperties security,
            ConnectionLimits connections,
            InboundWatch inboundWatch,
            Clock clock) {
        this.sessions = sessions;
        this.stream = stream;
        this.properties = properties;
        this.connections = connections;
        this.inboundWatch = inboundWatch;
        this.expiryWarning = security.expiryWarning();
        this.clock = clock;
    }

    private void sweep() {
        // Each by itself: whatever one of them has come to, the others are looked after.
        Vital.guarded(THREAD, stream::sweep).run();
        Vital.guarded(THREAD, connections::sweep).run();
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
        inboundWatch.look(session);
        Caller caller = session.caller().orElse(null);
        if (session.isStomp() && liveness.hasNotConnectedWithin(timeToConnect(caller), now)) {
            session.close(CloseCode.NO_CONNECT);
        } else if (caller == null) {
            // It is sent nothing; and whatever it speaks, it has had its time to say who it is.
            if (liveness.hasNotConnectedWithin(timeToConnect(null), now)) {
                session.close(CloseCode.NO_CONNECT);
            }
        } else if (caller.hasExpired(moment)) {
            session.expire(caller);
        } else if (liveness.owesEndOfFrameLongerThan(properties.timeToConnect(), now)) {
            session.closeWithError(CloseCode.PROTOCOL_ERROR, "A frame has begun and not ended");
        } else if (liveness.isSilent(session.isStomp(), properties, now)) {
            session.close(CloseCode.SILENT);
        } else {
            session.subscriber().checkProgress();
            warnOfExpiry(session, caller, moment);
            if (liveness.owesHeartbeat(EVERY, now)) {
                session.sendStompHeartbeat();
            }
            if (liveness.owesPing(properties.pingInterval(), now)) {
                liveness.pinged(now);
                session.sendPing();
            }
        }
    }

    private static Duration timeToAnswerClose(@Nullable CloseCode code) {
        if (code == CloseCode.RATE_LIMIT_EXCEEDED) {
            return InboundWatch.FLOOD_ENDS_WITHIN;
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
        // Not by the time between: to a token without end that is more than a Duration can say, and costs an exception.
        if (!expiryWarning.isZero() && !caller.expiresAt().isAfter(moment.plus(expiryWarning))) {
            session.warn(
                    caller.expiresAt(), TokenNotices.expiring(session.organizationId(), caller.expiresAt(), clock));
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
