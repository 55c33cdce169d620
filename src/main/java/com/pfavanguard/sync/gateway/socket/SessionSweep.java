package com.pfavanguard.sync.gateway.socket;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks at every session a few times a second: heart-beats and pings that are due, peers that have fallen silent or
 * stuck, closes that are not answered. One thread instead of timers for each of ten thousand sessions.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class SessionSweep implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SessionSweep.class);

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration CLOSE_ANSWER_WITHIN = Duration.ofSeconds(5);

    private final SessionRegistry sessions;
    private final EventStream stream;
    private final GatewayProperties properties;
    private @Nullable ScheduledExecutorService timer;

    SessionSweep(SessionRegistry sessions, EventStream stream, GatewayProperties properties) {
        this.sessions = sessions;
        this.stream = stream;
        this.properties = properties;
    }

    private void sweep() {
        try {
            stream.sweep();
        } catch (RuntimeException | Error e) {
            log.error("Old events could not be let go; trying again", e);
        }
        long now = System.nanoTime();
        for (ClientSession session : sessions.all()) {
            try {
                sweep(session, now);
            } catch (RuntimeException | Error e) {
                log.warn("Session {} could not be looked after", session.getId(), e);
            }
        }
    }

    private void sweep(ClientSession session, long now) {
        Liveness liveness = session.liveness();
        if (liveness.isClosing()) {
            if (liveness.isClosingLongerThan(CLOSE_ANSWER_WITHIN, now)) {
                session.abort();
            }
            return;
        }
        if (session.isStomp() && liveness.hasNotConnectedWithin(properties.timeToConnect(), now)) {
            session.close(CloseCode.NO_CONNECT);
        } else if (liveness.isSilent(session.isStomp(), properties, now)) {
            session.close(CloseCode.SILENT);
        } else {
            session.subscriber().checkProgress();
            if (liveness.owesHeartbeat(EVERY, now)) {
                session.sendStompHeartbeat();
            }
            if (liveness.owesPing(properties.pingInterval(), now)) {
                liveness.pinged(now);
                session.sendPing();
            }
        }
    }

    @Override
    public synchronized void start() {
        if (timer == null) {
            ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "session-sweep");
                thread.setDaemon(true);
                return thread;
            });
            fresh.scheduleWithFixedDelay(this::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
            timer = fresh;
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
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
