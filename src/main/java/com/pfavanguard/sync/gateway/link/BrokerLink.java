package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.BrokerLinkStatus;
import com.pfavanguard.sync.gateway.link.ReadMessagesFile.Contents;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
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
import java.util.Optional;
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

    // A history that holds more than we are told must not look like one that is overtaking us.
    private static final int RINGS_REMEMBERED = 4;

    private static final String THREAD = "broker-link";

    // Each read returns with the broker's heart-beat, or is ended after BrokerConnection.LONGEST_SILENCE.
    private static final Duration STILL_FOR = Duration.ofSeconds(90);

    private final StompBroker broker;
    private final HistoryQueue history;
    private final EventStream stream;
    private final EventIntake intake;
    private final GapReports reports;
    private final ReadMessagesRecorder recorder;
    private final BrokerTime time;
    private final ClockDifference clockDifference;
    private final Clock clock;
    private final Counter connects;

    // What was read over the last connection that caught up, how it was judged, and whether that was in this process.
    private volatile Contents before = Contents.NOTHING;
    private volatile @Nullable GapCheck formerHead;
    private volatile boolean remembered;
    private final CountDownLatch firstUp = new CountDownLatch(1);

    private volatile @Nullable VitalThread thread;
    private volatile @Nullable BrokerConnection connection;
    private volatile boolean up;
    private volatile Instant since;
    private volatile long sinceNanos = System.nanoTime();

    BrokerLink(
            StompBroker broker,
            HistoryQueue history,
            EventStream stream,
            EventIntake intake,
            GapReports reports,
            ReadMessagesRecorder recorder,
            BrokerTime time,
            ClockDifference clockDifference,
            Clock clock,
            MeterRegistry meters) {
        this.broker = broker;
        this.history = history;
        this.stream = stream;
        this.intake = intake;
        this.reports = reports;
        this.recorder = recorder;
        this.time = time;
        this.clockDifference = clockDifference;
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

    @Override
    public Duration lasting() {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    @Override
    public Optional<String> unwatched() {
        return reports.unwatched();
    }

    private void run() {
        if (!remembered) {
            before = recorder.kept();
        }
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
        return up && System.nanoTime() - sinceNanos > LONGEST_PAUSE.toNanos();
    }

    private void readOnce() throws IOException {
        ReadMessages read = new ReadMessages(RINGS_REMEMBERED * Math.max(1_000, broker.historySize()));
        try (BrokerConnection fresh = BrokerConnection.open(broker, intake.maxEventBytes());
                GapWatch watch = new GapWatch(history, read, formerHead, broker.historySize(), findings()).start()) {
            connection = fresh;
            connects.increment();
            stream.beginReplay();
            // Before anything is read, so that the first look comes before much has.
            String data = watch.awaitReady();
            stream.identifyData(data);
            fresh.subscribe();
            try {
                read(fresh, watch, read, data);
            } finally {
                leave(fresh, watch, read, data);
            }
        }
    }

    private void read(BrokerConnection fresh, GapWatch watch, ReadMessages read, String data) throws IOException {
        while (isCurrent()) {
            BrokerFrame frame = fresh.read();
            if (fresh.isEvent(frame)) {
                intake.take(frame, read, fresh.hasMore());
                watch.readUpTo(read.count());
            } else if (fresh.isMarker(frame)) {
                intake.pass(frame, read);
                watch.readUpTo(read.count());
                if (fresh.isOwnMarker(frame)) {
                    time.learn(EventIntake.stamp(frame), fresh.returned(frame));
                    clockDifference.look();
                    if (fresh.isEnd(frame) && !fresh.isCaughtUp()) {
                        stream.endReplay(loss(read, data));
                        read.mayForget();
                        recorder.follow(read, data);
                        reached(fresh);
                    }
                }
            }
        }
    }

    // What the past should have held as well. Other data than before are no loss but a new beginning, which the stream
    // knows of.
    private HistoryLoss loss(ReadMessages read, String data) {
        if (!before.data().isEmpty() && !data.isEmpty() && !before.data().equals(data)) {
            return HistoryLoss.NONE;
        }
        LostMessages missing = LostMessages.between(
                before.messages(),
                read.from(0),
                Math.min(before.ringSize(), broker.historySize()),
                broker.historyRetention().toMillis(),
                time.millis());
        reports.lost(missing, remembered);
        return missing.loss(remembered);
    }

    private void leave(BrokerConnection fresh, GapWatch watch, ReadMessages read, String data) {
        // With an interrupt pending nothing could be waited for, nor written.
        boolean interrupted = Thread.interrupted();
        watch.close();
        if (fresh.isCaughtUp()) {
            recorder.close();
            before = new Contents(data, broker.historySize(), read.from(0));
            remembered = true;
            GapCheck judged = watch.head();
            formerHead = judged != null ? judged : new GapCheck(read);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private GapWatch.Listener findings() {
        return new GapWatch.Listener() {
            @Override
            public void gap() {
                reports.unread(false);
            }

            @Override
            public void gapBefore() {
                reports.unread(true);
            }

            @Override
            public void looked(@Nullable IOException problem) {
                reports.looked(problem);
            }

            @Override
            public void tick() {
                recorder.flush();
            }
        };
    }

    private void reached(BrokerConnection fresh) {
        if (!up) {
            long down = System.nanoTime() - sinceNanos;
            up = true;
            since = clock.instant();
            sinceNanos = System.nanoTime();
            firstUp.countDown();
            log.info("Broker link to {} is up, after {} ms", broker, TimeUnit.NANOSECONDS.toMillis(down));
        }
        fresh.caughtUp();
    }

    private void down(Throwable e, int failures) {
        boolean wasUp = up;
        if (wasUp) {
            up = false;
            since = clock.instant();
            sinceNanos = System.nanoTime();
            stream.linkDown();
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
        recorder.flush();
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
