package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.VitalThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Inspects an external broker at the start, when the gateway's link connects, and now and then: every minute while all is
 * well, and every few seconds while something is wrong, so that a mended broker is noticed soon. Has a thread of its
 * own, and nothing waits for it.
 */
final class BrokerSetupCheck implements SmartLifecycle {

    private static final String THREAD = "broker-setup";

    private static final Duration WHEN_WELL = Duration.ofMinutes(1);
    private static final Duration WHEN_NOT = Duration.ofSeconds(5);

    // A link that is refused connects often.
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    // An inspection makes some forty calls; one that is not answered ends it after seconds.
    private static final Duration STILL_FOR = Duration.ofMinutes(5);

    private final BrokerInspection inspection;
    private final BrokerSetup setup;
    private volatile @Nullable VitalThread thread;
    private volatile boolean wanted;

    BrokerSetupCheck(BrokerInspection inspection, BrokerSetup setup) {
        this.inspection = inspection;
        this.setup = setup;
    }

    private void run() {
        while (isCurrent()) {
            wanted = false;
            boolean well = inspect();
            Vital.moved();
            pause(AT_LEAST, false);
            pause((well ? WHEN_WELL : WHEN_NOT).minus(AT_LEAST), true);
        }
    }

    private boolean inspect() {
        try {
            List<BrokerProblem> problems = inspection.inspect();
            setup.inspected(problems);
            return problems.isEmpty();
        } catch (IOException e) {
            setup.unreachable(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            Vital.failed(THREAD, e);
        }
        return false;
    }

    private boolean isCurrent() {
        return VitalThread.isCurrent(thread);
    }

    private void pause(Duration time, boolean unlessWanted) {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && isCurrent() && !(unlessWanted && wanted); ) {
            LockSupport.parkNanos(this, left);
            Thread.interrupted();
            left = until - System.nanoTime();
        }
    }

    void inspectSoon() {
        wanted = true;
        VitalThread present = thread;
        if (present != null) {
            present.unpark();
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            setup.onWish(this::inspectSoon);
            VitalThread fresh = Vital.thread(THREAD, STILL_FOR, this::run);
            thread = fresh;
            fresh.start();
        }
    }

    @Override
    public synchronized void stop() {
        VitalThread stopping = thread;
        thread = null;
        if (stopping != null) {
            stopping.end();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Before the link connects and the web server opens. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1500;
    }
}
