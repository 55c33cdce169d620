package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.watch.Deadline;
import com.pfavanguard.sync.cli.watch.EventWatch;
import com.pfavanguard.sync.cli.watch.ServerMessage;
import com.pfavanguard.sync.cli.watch.StreamAddress;
import com.pfavanguard.sync.cli.watch.WatchListener;
import com.pfavanguard.sync.cli.watch.WatchRefusedException;
import com.pfavanguard.sync.cli.watch.WatchTimings;
import com.pfavanguard.sync.event.PfaId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The organization's stream, heard in the background by a plain client and handed over one event after the other. Only
 * events of the records asked for; those of others are counted.
 */
final class LiveEvents implements WatchListener {

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final AtomicInteger others = new AtomicInteger();
    private final Predicate<PfaId> wanted;
    private final EventWatch watch;

    LiveEvents(StreamAddress address, Predicate<PfaId> wanted, PrintWriter err) {
        this.wanted = wanted;
        watch = new EventWatch(address, this, err, WatchTimings.DEFAULTS);
    }

    private sealed interface News {}

    private record Greeted() implements News {}

    private record Heard(ServerMessage.Event message) implements News {}

    /** @param refusal {@code null} if it was we who left */
    private record Ended(@Nullable String refusal) implements News {}

    /** Returns once the gateway has greeted us, so that nothing that happens from now on is missed. */
    void start(Duration patience) throws InterruptedException {
        Thread listener = new Thread(this::listen, "demo-watch");
        listener.setDaemon(true);
        listener.start();
        if (take(new Deadline(patience)) == null) {
            throw new DemoFailedException(
                    "the gateway did not greet us within %d s; has it a broker? See its /actuator/health"
                            .formatted(patience.toSeconds()));
        }
    }

    private void listen() {
        try {
            watch.follow(null, 0, null);
            news.add(new Ended(null));
        } catch (WatchRefusedException e) {
            news.add(new Ended(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next event of a record asked for, or {@code null} if none comes in time. */
    ServerMessage.@Nullable Event next(Duration patience) throws InterruptedException {
        Deadline deadline = new Deadline(patience);
        News next = take(deadline);
        // A gateway greets again when we come back after a lost connection.
        while (next instanceof Greeted) {
            next = take(deadline);
        }
        return next instanceof Heard heard ? heard.message() : null;
    }

    private @Nullable News take(Deadline deadline) throws InterruptedException {
        News next = news.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (next instanceof Ended ended) {
            if (ended.refusal() == null) {
                throw new InterruptedException("The play is over");
            }
            throw new DemoFailedException(ended.refusal());
        }
        return next;
    }

    @Override
    public void onMessage(ServerMessage message) {
        if (message instanceof ServerMessage.Greeting) {
            news.add(new Greeted());
        } else if (message instanceof ServerMessage.Event event) {
            if (wanted.test(event.event().pfaId())) {
                news.add(new Heard(event));
            } else {
                others.incrementAndGet();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return false;
    }

    int others() {
        return others.get();
    }

    void stop() {
        watch.stop();
    }
}
