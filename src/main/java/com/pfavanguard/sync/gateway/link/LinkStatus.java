package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the state of the broker link for health, metrics and the log. Written by the link's thread, read by any. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class LinkStatus implements BrokerLinkStatus {

    private static final Logger log = LoggerFactory.getLogger(LinkStatus.class);

    private final StompBroker broker;
    private final GapReports reports;
    private final Clock clock;
    private final Counter connects;
    private final CountDownLatch firstUp = new CountDownLatch(1);

    private volatile @Nullable Endpoint endpoint;
    private volatile boolean up;
    private volatile Instant since;
    private volatile long sinceNanos = System.nanoTime();

    LinkStatus(StompBroker broker, GapReports reports, Clock clock, MeterRegistry meters) {
        this.broker = broker;
        this.reports = reports;
        this.clock = clock;
        this.since = clock.instant();
        this.connects = meters.counter("sync.gateway.link.connects");
        Gauge.builder("sync.gateway.link.up", this, status -> status.up ? 1 : 0).register(meters);
    }

    /** The broker has accepted the login. */
    void connected(Endpoint to) {
        endpoint = to;
        connects.increment();
    }

    /** The past has been read and live events are flowing; idempotent. */
    void up() {
        if (!up) {
            Duration down = lasting();
            change(true);
            firstUp.countDown();
            log.info("Broker link to {} is up, after {} ms", broker(), down.toMillis());
        }
    }

    /** The connection has ended, or there was none; returns whether the link was up. */
    boolean down() {
        boolean wasUp = up;
        if (wasUp) {
            change(false);
        }
        endpoint = null;
        return wasUp;
    }

    private void change(boolean nowUp) {
        up = nowUp;
        since = clock.instant();
        sinceNanos = System.nanoTime();
    }

    /** How often the broker has accepted the login. */
    long connects() {
        return (long) connects.count();
    }

    /** Waits until the link is up for the first time; {@code false} if that takes longer than {@code atMost}. */
    boolean awaitFirstUp(Duration atMost) throws InterruptedException {
        return firstUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
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
    public Duration lasting() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    @Override
    public Optional<String> unwatched() {
        return reports.unwatched();
    }

    @Override
    public String broker() {
        Endpoint connected = endpoint;
        return connected == null ? broker.toString() : connected.host().stomp();
    }
}
