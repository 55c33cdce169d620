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
 * Listens to the organization's stream in the background and hands over its events one by one. Counts events of other
 * records without handing them over.
 */
final class LiveEvents implements WatchListener {

    private final BlockingQueue<Update> updates = new LinkedBlockingQueue<>();
    private final AtomicInteger others = new AtomicInteger();
    private final Predicate<PfaId> wanted;
    private final EventWatch watch;

    LiveEvents(StreamAddress address, Predicate<PfaId> wanted, PrintWriter err) {
        this.wanted = wanted;
        watch = new EventWatch(address, this, err, WatchTimings.DEFAULTS);
    }

    private sealed interface Update {}

    private record Greeted() implements Update {}

    private record Received(ServerMessage.Event message) implements Update {}

    /** @param refusal {@code null} if this side ended the stream */
    private record Ended(@Nullable String refusal) implements Update {}

    /** Returns after the gateway's greeting, so that no later event is missed. */
    void start(Duration patience) throws InterruptedException {
        Thread listener = new Thread(this::listen, "demo-watch");
        listener.setDaemon(true);
        listener.start();
        if (take(new Deadline(patience)) == null) {
            throw new DemoFailedException(
                    "the gateway sent no greeting within %d s; check at its /actuator/health that it has a broker"
                            .formatted(patience.toSeconds()));
        }
    }

    private void listen() {
        try {
            watch.follow(null, 0, null);
            updates.add(new Ended(null));
        } catch (WatchRefusedException e) {
            updates.add(new Ended(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the next event of the demo's records, or {@code null} if none arrives in time. */
    ServerMessage.@Nullable Event next(Duration patience) throws InterruptedException {
        Deadline deadline = new Deadline(patience);
        Update next = take(deadline);
        // The gateway greets again after a reconnect.
        while (next instanceof Greeted) {
            next = take(deadline);
        }
        return next instanceof Received heard ? heard.message() : null;
    }

    private @Nullable Update take(Deadline deadline) throws InterruptedException {
        Update next = updates.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (next instanceof Ended ended) {
            if (ended.refusal() == null) {
                throw new InterruptedException("The demo was stopped");
            }
            throw new DemoFailedException(ended.refusal());
        }
        return next;
    }

    @Override
    public void onMessage(ServerMessage message) {
        if (message instanceof ServerMessage.Greeting) {
            updates.add(new Greeted());
        } else if (message instanceof ServerMessage.Event event) {
            if (wanted.test(event.event().pfaId())) {
                updates.add(new Received(event));
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
