package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.cli.load.Crowd;
import com.pfavanguard.sync.cli.load.LoadOutcome;
import com.pfavanguard.sync.cli.load.Pace;
import com.pfavanguard.sync.cli.load.Publisher;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** One run of {@code bench}: connects, waits until every client hears, publishes, waits for what is missing. */
final class BenchRun {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Crowd crowd;
    private final Publisher publisher;
    private final int clients;
    private final Pace pace;
    private final ProgressLine progress;

    BenchRun(Crowd crowd, Publisher publisher, int clients, Pace pace, ProgressLine progress) {
        this.crowd = crowd;
        this.publisher = publisher;
        this.clients = clients;
        this.pace = pace;
        this.progress = progress;
    }

    /** @throws CommandFailedException if no client gets in, or one hears nothing */
    BenchResult measure(int atATime, Duration patience) {
        crowd.whileListening(() -> progress.show(
                (double) crowd.listening() / clients, "%d of %d clients".formatted(crowd.listening(), clients)));
        Duration connecting = crowd.connect(atATime, patience);
        if (crowd.listening() == 0) {
            throw new CommandFailedException("no client got in: "
                    + (crowd.complaints().isEmpty()
                            ? "no answer"
                            : crowd.complaints().get(0))
                    + "; check that the gateway is running, --url and --token");
        }
        int connected = crowd.listening();
        long deaf = crowd.awaitAllHearing(publisher, patience);
        if (deaf > 0) {
            throw new CommandFailedException(
                    "%d of %d clients hear nothing of what the broker takes; do the gateway and --broker-url belong together?"
                            .formatted(deaf, connected));
        }
        long began = System.nanoTime();
        crowd.whileListening(() -> progress.show(
                (System.nanoTime() - began) / (double) pace.duration().toNanos(),
                "%,d deliveries".formatted(crowd.delivered())));
        long cpu = THREADS.getCurrentThreadCpuTime();
        LoadOutcome outcome = crowd.openLoop(publisher, pace, patience);
        long took = System.nanoTime() - began;
        double busy = (THREADS.getCurrentThreadCpuTime() - cpu) / (double) took;
        return new BenchResult(
                clients,
                connected,
                connecting,
                crowd.lostConnections(),
                Duration.ofNanos(took),
                outcome,
                busy,
                crowd.latestSend(),
                crowd.complaints());
    }
}
