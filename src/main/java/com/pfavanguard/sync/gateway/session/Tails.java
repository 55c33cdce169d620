package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.stream.EventTail;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Caller;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the tails of administrators, a few at once. Ends them first of all when the application stops. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class Tails implements SmartLifecycle {

    /** Each has a thread, and walks all rooms ten times a second. */
    static final int MOST = 8;

    private final AccessTokens tokens;
    private final Clock clock;
    // Both guarded by this.
    private final Set<Tail> running = new HashSet<>();
    private boolean started;

    Tails(AccessTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Starts a tail; empty if there are as many as there can be. */
    synchronized Optional<Tail> start(EventTail events, Caller caller) {
        if (!started || running.size() >= MOST) {
            return Optional.empty();
        }
        Tail[] fresh = new Tail[1];
        Tail tail = new Tail(events, caller, tokens, clock, () -> ended(fresh[0]));
        fresh[0] = tail;
        running.add(tail);
        Thread thread = new Thread(tail, "admin-tail");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(tail);
    }

    private synchronized void ended(Tail tail) {
        running.remove(tail);
    }

    @Override
    public synchronized void start() {
        started = true;
    }

    @Override
    public synchronized void stop() {
        started = false;
        running.forEach(Tail::stop);
    }

    @Override
    public synchronized boolean isRunning() {
        return started;
    }

    /** Before the web server waits for requests that are under way. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
