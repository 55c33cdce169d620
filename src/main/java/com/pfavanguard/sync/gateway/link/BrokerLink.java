package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps this process's one connection to the broker: starts the thread that reads it, and connects again with growing
 * pauses when it breaks. Clients stay connected meanwhile; their events come later.
 *
 * <p>That thread also decodes and appends events and, while it has nothing else to do, writes them to the clients of
 * small organizations (decision 0021). It never waits for a client.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class BrokerLink implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BrokerLink.class);

    private static final Duration FIRST_UP_WITHIN = Duration.ofSeconds(3);

    private static final String THREAD = "broker-link";

    // Each read returns with the broker's heart-beat, or is ended after BrokerConnection.LONGEST_SILENCE.
    private static final Duration STILL_FOR = Duration.ofSeconds(90);

    private final StompBroker broker;
    private final HistoryReader reader;
    private final LastReading last;
    private final LinkStatus status;
    private final EventStream stream;

    private volatile @Nullable VitalThread thread;

    BrokerLink(StompBroker broker, HistoryReader reader, LastReading last, LinkStatus status, EventStream stream) {
        this.broker = broker;
        this.reader = reader;
        this.last = last;
        this.status = status;
        this.stream = stream;
    }

    private void run() {
        last.load();
        int failures = 0;
        LinkPauses pauses = new LinkPauses();
        while (isCurrent()) {
            long pause = 0;
            try {
                reader.readConnection(this::isCurrent);
            } catch (IOException e) {
                if (wasUpForAWhile()) {
                    failures = 0;
                    pauses.reset();
                } else {
                    failures++;
                }
                down(e, failures);
                pause = pauses.after(e);
            } catch (RuntimeException | Error e) {
                // A bug met by one message, or too little memory for a moment, must not end the stream for all clients.
                Vital.failed(THREAD, e);
                failures++;
                down(e, failures);
                pause = pauses.after(e);
            }
            if (isCurrent()) {
                pause(pause);
            }
        }
    }

    private boolean isCurrent() {
        return VitalThread.isCurrent(thread);
    }

    // If the broker accepts the link and drops it again, the link must not read the whole history ten times a second.
    private boolean wasUpForAWhile() {
        return status.isUp() && status.lasting().compareTo(LinkPauses.LONGEST) > 0;
    }

    private void down(Throwable e, int failures) {
        String brokers = status.broker();
        boolean wasUp = status.down();
        if (wasUp) {
            stream.linkDown();
        }
        if (isCurrent() && (wasUp || failures == 1)) {
            log.warn("Broker link to {} is down ({}); clients stay connected, trying again", brokers, e.getMessage());
        } else {
            log.debug("Broker link to {}: attempt {} failed", brokers, failures, e);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        // Clears a stray interrupt, which would end each pause from now on.
        Thread.interrupted();
        Vital.moved();
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
            if (!status.awaitFirstUp(FIRST_UP_WITHIN)) {
                log.warn("No broker at {} yet; starting without it, clients are greeted once it is there", broker);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        VitalThread stopping = thread;
        thread = null;
        last.flush();
        if (stopping != null) {
            stopping.end();
        }
        reader.disconnect();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts after the stream's threads and stops before them. */
    @Override
    public int getPhase() {
        return EventStream.PHASE + 1000;
    }
}
