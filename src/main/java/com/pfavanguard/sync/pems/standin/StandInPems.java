package com.pfavanguard.sync.pems.standin;

import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.pems.StandInFailures;
import com.pfavanguard.sync.web.LoopbackServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A fake PEMS for development and tests, on the loopback address: answers the contract, and misbehaves on request. Can
 * be stopped and started again on the same port to simulate an outage; its records survive that, but not the process.
 *
 * <p>Runs on a small Jetty server rather than the JDK's {@code HttpServer}: Jetty is in the jar anyway, lets a request
 * hang without a thread, and does not lose 40 ms per answer to Nagle's algorithm.
 */
public final class StandInPems implements SmartLifecycle, StandInFailures {

    /** Starts before the worker, which uses it, and stops after it. */
    public static final int PHASE = Integer.MIN_VALUE + 2000;

    private static final int MAX_THREADS = 16;

    private static final Logger log = LoggerFactory.getLogger(StandInPems.class);

    private final StandInRecords records;
    private final StandInBehaviours behaviours = new StandInBehaviours();
    private final StandInCalls calls = new StandInCalls();
    private final Clock clock;

    private int port;
    private @Nullable LoopbackServer server;

    /** @param port the port; 0 for a free one, chosen at the first start and kept from then on */
    public StandInPems(int port, Clock clock) {
        this.port = port;
        this.clock = clock;
        records = new StandInRecords(clock);
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        StandInControl control = new StandInControl(records, behaviours, calls);
        Handler handler = new StandInHandler(new StandInContract(records), control, behaviours, calls, clock);
        LoopbackServer starting = new LoopbackServer("pems-stand-in", port, MAX_THREADS, handler);
        // Longer than any client waits; otherwise a hanging request would end by itself.
        starting.allowSilence(Duration.ofHours(1));
        try {
            starting.start();
        } catch (Exception e) {
            throw new StandInStartException(port, e);
        }
        port = starting.port();
        server = starting;
        log.info(
                "PEMS is a stand-in with made-up records at {}; set sync.pems.base-url to use the real one", baseUrl());
    }

    @Override
    public synchronized void stop() {
        LoopbackServer stopping = server;
        server = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** {@code http://127.0.0.1:<port>}; after a stop the same as before. */
    public synchronized URI baseUrl() {
        if (port == 0) {
            throw new IllegalStateException("The stand-in PEMS has not been started yet");
        }
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Adds a behaviour, after those requested before. */
    public void behave(StandInBehaviour behaviour) {
        behaviours.add(behaviour);
    }

    /** Removes all behaviours. */
    public void behaveNormally() {
        behaviours.clear();
    }

    @Override
    public void refuse(PfaId pfaId, int status, int times) {
        behave(StandInBehaviour.status(status).times(times).forPfa(pfaId.value()));
    }

    @Override
    public void behave(PfaId pfaId) {
        behaviours.remove(behaviour -> pfaId.value().equals(behaviour.pfaIdOrNull()));
    }

    public StandInCalls calls() {
        return calls;
    }

    /** Changes a record as another PEMS user would, and increases its version. */
    public void change(String organizationCode, String pfaId, PfaValues changes) {
        records.change(organizationCode, pfaId, changes);
    }

    public int version(String organizationCode, String pfaId) {
        return records.read(organizationCode, pfaId).version();
    }

    public PfaValues values(String organizationCode, String pfaId) {
        return records.read(organizationCode, pfaId).values();
    }

    /** Resets the stand-in: no records, no calls, no behaviours. */
    public void reset() {
        records.clear();
        behaviours.clear();
        calls.clear();
    }
}
