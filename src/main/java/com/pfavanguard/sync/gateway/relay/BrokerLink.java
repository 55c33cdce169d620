package com.pfavanguard.sync.gateway.relay;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps this process's one connection to the broker: reads the history and then live events, and when the connection
 * breaks makes it again, sooner at first, with growing pauses later. Clients notice nothing of that but the delay.
 *
 * <p>One thread, which also decodes and appends, and while it has nothing else to do hands events to the clients of small
 * organizations (decision 0021); it never waits for a client.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class BrokerLink implements SmartLifecycle, BrokerLinkStatus {

    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_UP_WITHIN = Duration.ofSeconds(3);

    private static final String THREAD = "broker-link";

    // Each read returns with the broker's heart-beat, or is ended after BrokerConnection.LONGEST_SILENCE.
    private static final Duration STILL_FOR = Duration.ofSeconds(90);

    private final StompBroker broker;
    private final EventStream stream;
    private final EventIntake intake;
    private final Clock clock;
    private final Counter connects;
    private final CountDownLatch firstUp = new CountDownLatch(1);

    private volatile @Nullable VitalThread thread;
    private volatile @Nullable BrokerConnection connection;
    private volatile boolean up;
    private volatile Instant since;

    BrokerLink(StompBroker broker, EventStream stream, EventIntake intake, Clock clock, MeterRegistry meters) {
        this.broker = broker;
        this.stream = stream;
        this.intake = intake;
        this.clock = clock;
        this.since = clock.instant();
        this.connects = meters.counter("sync.gateway.link.connects");
        Gauge.builder("sync.gateway.link.up", this, link -> link.up ? 1 : 0).register(meters);
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public boolean hasBeenUp() {
        return firstUp.getCount() == 0;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public String broker() {
        return broker.toString();
    }

    private void run() {
        int failures = 0;
        while (isCurrent()) {
            try {
                readOnce();
            } catch (IOException e) {
                failures = wasUpForAWhile() ? 0 : failures + 1;
                down(e, failures);
            } catch (RuntimeException | Error e) {
                // A fault of ours on one message, or too little memory for a moment, must not end the stream for
                // everybody.
                Vital.failed(THREAD, e);
                failures++;
                down(e, failures);
            }
            connection = null;
            pause(failures);
        }
    }

    // After a stop and a start there may be two for a moment, of which the older one is on its way out.
    private boolean isCurrent() {
        VitalThread present = thread;
        return present != null && present.isCurrent();
    }

    // A broker that lets us in and drops us again must not have us read its whole history ten times a second.
    private boolean wasUpForAWhile() {
        return up && Duration.between(since, clock.instant()).compareTo(LONGEST_PAUSE) > 0;
    }

    private void readOnce() throws IOException {
        try (BrokerConnection fresh = BrokerConnection.open(broker, intake.maxEventBytes())) {
            connection = fresh;
            connects.increment();
            stream.beginReplay(since);
            fresh.subscribe();
            while (isCurrent()) {
                BrokerFrame frame = fresh.read();
                if (fresh.isEvent(frame)) {
                    intake.take(frame, fresh.hasMore());
                } else if (fresh.isMarker(frame)) {
                    intake.pass(frame);
                    if (fresh.isOwnMarker(frame)) {
                        stream.endReplay();
                        reached(fresh);
                    }
                }
            }
        }
    }

    private void reached(BrokerConnection fresh) {
        if (!up) {
            Duration down = Duration.between(since, clock.instant());
            up = true;
            since = clock.instant();
            firstUp.countDown();
            log.info("Broker link to {} is up, after {} ms", broker, down.toMillis());
        }
        fresh.caughtUp();
    }

    private void down(Throwable e, int failures) {
        boolean wasUp = up;
        if (wasUp) {
            up = false;
            since = clock.instant();
            stream.interrupted(since);
        }
        if (isCurrent() && (wasUp || failures == 1)) {
            log.warn("Broker link to {} is down ({}); clients stay connected, trying again", broker, e.getMessage());
        } else {
            log.debug("Broker link to {}: attempt {} failed", broker, failures, e);
        }
    }

    // Jitter, so that many gateways do not all come back in the same instant.
    private void pause(int failures) {
        if (isCurrent()) {
            long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1) * 1_000_000);
            // Or an interrupt that nobody has meant would end each pause from now on.
            Thread.interrupted();
            Vital.moved();
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            VitalThread fresh = Vital.thread(THREAD, STILL_FOR, this::run);
            thread = fresh;
            fresh.start();
            awaitFirstUp();
        }
    }

    // The web server opens after this. If the broker is there, the first clients find a gateway that knows the past.
    private void awaitFirstUp() {
        try {
            if (!firstUp.await(FIRST_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("No broker at {} yet; starting without, clients are greeted once it is there", broker);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        VitalThread stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.end();
        }
        BrokerConnection open = connection;
        if (open != null) {
            open.disconnect();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Once the stream's threads run; stopped before them. */
    @Override
    public int getPhase() {
        return EventStream.PHASE + 1000;
    }
}
