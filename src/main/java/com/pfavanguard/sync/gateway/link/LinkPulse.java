package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.Watch;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends heart-beats and markers to the broker: a thread that runs the periodic tasks of a {@link BrokerConnection}.
 * The watchdog watches it (decision 0031).
 */
final class LinkPulse implements AutoCloseable {

    private static final String THREAD = "broker-link-pulse";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    private final Watch watch = Vital.watch(THREAD, STILL_FOR);
    private final ScheduledExecutorService executor =
            new ScheduledThreadPoolExecutor(1, LinkPulse::thread, new ThreadPoolExecutor.DiscardPolicy());

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, THREAD);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs the task after each pause of {@code period} until {@link #close}. */
    void every(Duration period, Runnable task) {
        Runnable guarded = Vital.guarded(THREAD, () -> {
            watch.moved();
            task.run();
        });
        executor.scheduleWithFixedDelay(guarded, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the task once, soon; not after {@link #close}. */
    void once(Runnable task) {
        executor.execute(Vital.guarded(THREAD, task));
    }

    @Override
    public void close() {
        executor.shutdownNow();
        watch.close();
    }
}
