package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Closes all sessions when the application stops: refuses new handshakes, closes every session with 1001, and waits up
 * to 3 s for the clients' answers. Runs before all other beans stop, while the web server still sends.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class SessionShutdown implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SessionShutdown.class);

    private static final Duration CLOSE_ANSWER_WITHIN = Duration.ofSeconds(3);

    private final SessionRegistry sessions;
    private volatile boolean running;

    SessionShutdown(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    @Override
    public void start() {
        sessions.accept(true);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        sessions.accept(false);
        int open = sessions.size();
        sessions.all().forEach(session -> session.close(CloseCode.GOING_AWAY));
        long until = System.nanoTime() + CLOSE_ANSWER_WITHIN.toNanos();
        while (sessions.size() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        if (open > 0) {
            log.info("Closed {} sessions with 1001 for the shutdown; {} did not answer in time", open, sessions.size());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts last and stops first. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
