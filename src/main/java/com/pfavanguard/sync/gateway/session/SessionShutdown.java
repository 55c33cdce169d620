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
 * Says goodbye. Runs first of all when the application stops, while the web server still carries bytes: refuses
 * newcomers, closes every session with 1001, and waits a little for the clients' answers.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class SessionShutdown implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SessionShutdown.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

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
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (sessions.size() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        if (open > 0) {
            log.info("Said goodbye (1001) to {} sessions; {} did not answer", open, sessions.size());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Last to start and first to stop. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
