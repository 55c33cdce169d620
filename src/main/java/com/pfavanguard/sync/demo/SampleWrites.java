package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Publishes sample writes, event by event with pauses in between; limits how many run at once. */
@Component
@ConditionalOnRole(Role.API)
@ConditionalOnProperty(name = "sync.demo.enabled", matchIfMissing = true)
class SampleWrites implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SampleWrites.class);

    private final SyncEventPublisher publisher;
    private final DemoProperties properties;
    private final Clock clock;
    private final Semaphore running;
    private volatile @Nullable ScheduledExecutorService timer;

    SampleWrites(SyncEventPublisher publisher, DemoProperties properties, Clock clock) {
        this.publisher = publisher;
        this.properties = properties;
        this.clock = clock;
        this.running = new Semaphore(properties.maxRunning());
    }

    /**
     * Publishes the first event of a write now and the others later.
     *
     * @return {@code false} if the limit of running writes is reached; then nothing was published
     * @throws SyncEventPublishException if the broker did not take the first event; no other follows
     */
    boolean begin(SampleWrite write) {
        if (!running.tryAcquire()) {
            return false;
        }
        Iterator<Function<Instant, SyncEvent>> events = write.events().iterator();
        try {
            publishNext(events);
        } catch (RuntimeException e) {
            running.release();
            throw e;
        }
        continueLater(write, events);
        return true;
    }

    private void publishNext(Iterator<Function<Instant, SyncEvent>> events) {
        publisher.publish(events.next().apply(clock.instant()));
    }

    private void continueLater(SampleWrite write, Iterator<Function<Instant, SyncEvent>> events) {
        ScheduledExecutorService timer = this.timer;
        if (timer == null || !events.hasNext()) {
            running.release();
            return;
        }
        try {
            timer.schedule(() -> proceed(write, events), pause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            running.release(); // stopped in between
        }
    }

    private void proceed(SampleWrite write, Iterator<Function<Instant, SyncEvent>> events) {
        try {
            publishNext(events);
        } catch (RuntimeException | Error e) {
            running.release();
            log.warn("A sample write of PFA {} in {} ends early", write.pfaId(), write.organizationId(), e);
            return;
        }
        continueLater(write, events);
    }

    private Duration pause() {
        long shortest = properties.shortestPause().toMillis();
        long longest = properties.longestPause().toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(shortest, longest + 1));
    }

    @Override
    public void start() {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sample-writes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Drops the events not published yet; nothing depends on a sample write. */
    @Override
    public void stop() {
        ScheduledExecutorService stopping = timer;
        timer = null;
        if (stopping != null) {
            stopping.shutdownNow().forEach(dropped -> running.release());
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
