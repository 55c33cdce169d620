package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.StopSignals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Drains the gateway when the application stops. Runs before all other beans stop, so that sessions are served until
 * they leave. A second SIGTERM or Ctrl+C ends the drain at once.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class SessionShutdown implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SessionShutdown.class);

    private final SessionRegistry sessions;
    private final Drain drain;
    private volatile boolean running;

    SessionShutdown(SessionRegistry sessions, Drain drain) {
        this.sessions = sessions;
        this.drain = drain;
    }

    @Override
    public void start() {
        drain.reset();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        Runnable hurry = drain::hurry;
        StopSignals.onRepeat(hurry);
        int sentAway;
        try {
            sentAway = drain.finish();
        } finally {
            StopSignals.forget(hurry);
        }
        if (sentAway > 0) {
            log.info("Closed {} sessions with 1001; {} did not answer in time", sentAway, sessions.size());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts last and stops first; {@link SessionConfiguration#getPhase} keeps Spring's beans behind it. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
