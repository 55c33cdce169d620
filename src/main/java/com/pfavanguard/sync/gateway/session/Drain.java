package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.broker.BrokerProperties;
import com.pfavanguard.sync.broker.BrokerProperties.Mode;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.limits.ConnectionLimits;
import com.pfavanguard.sync.gateway.limits.LimitProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Moves the sessions of this gateway to other gateways: turns readiness off, waits until load balancers have noticed,
 * refuses newcomers, and sends sessions away in batches with the time at which to connect elsewhere. Begun by a shutdown,
 * or by an administrator, who may also cancel it. Safe for any thread.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class Drain {

    /** How far a drain has come. */
    public enum State {
        /** The gateway accepts sessions. */
        NONE,
        /** Sessions are leaving. */
        RUNNING,
        /** No session is left but those that did not answer in time; newcomers are refused. */
        DONE
    }

    private final SessionRegistry sessions;
    private final DrainProperties properties;
    private final Mode broker;
    private final int capacity;
    private final ConnectionLimits connections;
    private final LimitProperties limits;
    private final ApplicationEventPublisher events;
    // Changed under this object's lock, which cancel() keeps until the run has ended; read without it.
    private volatile @Nullable DrainRun run;
    private boolean stopping;

    Drain(
            SessionRegistry sessions,
            DrainProperties properties,
            BrokerProperties broker,
            GatewayProperties gateway,
            ConnectionLimits connections,
            LimitProperties limits,
            ApplicationEventPublisher events,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.properties = properties;
        this.broker = broker.mode();
        this.capacity = gateway.maxConnections();
        this.connections = connections;
        this.limits = limits;
        this.events = events;
        Gauge.builder("sync.gateway.draining", this, drain -> drain.state() == State.NONE ? 0 : 1)
                .register(meters);
    }

    /** Begins a drain that can be cancelled; {@code false} if one has begun already. Returns at once. */
    public synchronized boolean begin() {
        if (run != null) {
            return false;
        }
        AvailabilityChangeEvent.publish(events, this, ReadinessState.REFUSING_TRAFFIC);
        run = start();
        return true;
    }

    private DrainRun start() {
        DrainRun fresh = new DrainRun(sessions, properties.waitAt(broker), this::plan);
        Thread thread = new Thread(fresh, "gateway-drain");
        thread.setDaemon(true);
        thread.start();
        return fresh;
    }

    private DrainPlan plan(int leaving) {
        Duration full = properties.time().minus(properties.waitAt(broker));
        // With the embedded broker clients can only come back here, after the restart: closing one after another would
        // delay that, and refuse those that come back early.
        Duration window = broker == Mode.EMBEDDED ? Duration.ZERO : full;
        return DrainPlan.of(leaving, connections.mostOfOneAddress(), capacity, limits, full, window);
    }

    /** Accepts sessions again; {@code false} if there is no drain, or if the process stops. */
    public synchronized boolean cancel() {
        DrainRun present = run;
        if (present == null || stopping) {
            return false;
        }
        present.cancel();
        await(present); // or it could still refuse newcomers afterwards
        run = null;
        sessions.accept(true);
        AvailabilityChangeEvent.publish(events, this, ReadinessState.ACCEPTING_TRAFFIC);
        return true;
    }

    /**
     * Drains for a shutdown, or goes on with the drain that an administrator began; returns when it is over. Readiness
     * is off by then: Spring Boot turns it off before anything stops.
     *
     * @return how many sessions were sent away
     */
    int finish() {
        DrainRun last;
        synchronized (this) {
            stopping = true;
            DrainRun present = run;
            last = present == null ? start() : present;
            run = last;
        }
        await(last);
        return last.sentAway();
    }

    private static void await(DrainRun run) {
        try {
            run.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a drain under way at once: sessions that are left are closed, and their clients keep their turns. */
    void hurry() {
        DrainRun present = run;
        if (present != null) {
            present.hurry();
        }
    }

    /** A stopped application context may be started again, as tests do. */
    synchronized void reset() {
        run = null;
        stopping = false;
        sessions.accept(true);
    }

    public State state() {
        DrainRun present = run;
        if (present == null) {
            return State.NONE;
        }
        return present.isOver() ? State.DONE : State.RUNNING;
    }

    /** How many sessions are open. */
    public int sessions() {
        return sessions.size();
    }
}
