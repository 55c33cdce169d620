package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.vital.Vital;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection of the link for messages that the broker's ring drops before they are read (decision 0028).
 * While messages are read, it has {@link RingLooks} look at the ring every second, more often at high rates. Runs in
 * a separate thread, since the link's thread must not wait for answers.
 */
final class GapWatch implements Runnable, AutoCloseable {

    private static final String THREAD = "broker-link-watch";

    // A permanent fault must not send a gap to all clients with every look.
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    // How long the link waits at most until the ring can be looked at.
    private static final long READY_WITHIN_NANOS = 2 * RingLooks.NAME_WITHIN_NANOS;
    private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    // How long the link waits at most for the look at the end of the past.
    private static final long LAST_LOOK_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ASK_WHETHER_LOOKED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    // Even if the history is so small that it turns over all the time, the watch must not keep a processor busy.
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ReadMessages read;
    private final RingLooks looks;
    private final Listener listener;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread thread;

    private volatile boolean closed;
    private volatile long wakeAt = 1;
    private volatile long wantedAt;
    private volatile long lookedAt;
    private volatile boolean reachable;
    private volatile boolean live;
    private final long began = System.nanoTime();
    private long gapToTell = RingLooks.NO_GAP;
    private long toldNanos = System.nanoTime() - TELL_EVERY_NANOS;

    /** Is told by the watch's thread what it finds. */
    interface Listener {

        /**
         * The ring may have dropped unread messages.
         *
         * @param behind how many messages were read before the gap
         * @return whether clients were told of it; not if all of that is held
         */
        boolean gap(long behind);

        /** The same for a connection that has ended; the next one may be reading the past already. */
        void gapBefore();

        /** The watch has looked at the ring or, if {@code problem} is not {@code null}, failed to. */
        void looked(@Nullable IOException problem);

        /** Called about once a second, more often at high rates. */
        void tick();
    }

    /**
     * Does not {@linkplain #start start} yet.
     *
     * @param read what the link reads over this connection; still empty
     * @param former the check of the connection before it, for a last look; {@code null} if there was none
     * @param ringSize how many messages the broker keeps
     */
    GapWatch(HistoryQueue history, ReadMessages read, @Nullable GapCheck former, int ringSize, Listener listener) {
        this.read = read;
        this.looks = new RingLooks(history, read, former, ringSize);
        this.listener = listener;
        this.thread = new Thread(this, THREAD);
        thread.setDaemon(true);
    }

    GapWatch start() {
        thread.start();
        return this;
    }

    /** Wakes the watch if much has been read. Called for each message by the link's thread. */
    void readUpTo(long count) {
        if (count >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits until the ring can be looked at, or some seconds if it cannot.
     *
     * @return short name of the broker's data; empty if the broker does not say
     */
    String awaitReady() {
        try {
            return ready.get(READY_WITHIN_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (Exception e) {
            return "";
        }
    }

    /**
     * Looks at the ring once more after the whole past has been read, and waits for that, or for two seconds. Gaps found
     * up to then lie within the past. Without this look the next one would be compared with one from when little had been
     * read, and a history that is full and moves on would look like one that has overtaken the link.
     */
    void lookAtEndOfPast() {
        long count = read.count();
        wantedAt = count;
        long until = System.nanoTime() + LAST_LOOK_WITHIN_NANOS;
        while (reachable && lookedAt < count && System.nanoTime() < until) {
            // Each time: while the watch waits for an answer of the broker, it takes this for the answer.
            LockSupport.unpark(thread);
            LockSupport.parkNanos(this, ASK_WHETHER_LOOKED_EVERY_NANOS);
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        live = true;
    }

    /** The check of this connection, for the next one to go on from; {@code null} if nothing was read. */
    @Nullable GapCheck gapCheck() {
        return looks.check();
    }

    /** How many messages had been read when the broker was last asked. */
    long askedAt() {
        return looks.askedAt();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                round();
            } catch (RuntimeException | Error e) {
                Vital.failed(THREAD, e);
                pause();
            }
        }
        ready.complete("");
        looks.disconnect();
        if (gapToTell != RingLooks.NO_GAP) {
            listener.gapBefore();
        }
        listener.tick();
    }

    private void round() {
        looks.beginWhenRead();
        try {
            if (!looks.isConnected()) {
                connect();
            }
            if (looks.isDue(wantedAt)) {
                gapToTell = Math.max(gapToTell, looks.findsGap());
                listener.looked(null);
            }
            tellGap();
            lookedAt = looks.askedAt();
        } catch (IOException e) {
            reachable = false;
            looks.disconnect();
            failed(e);
        }
        listener.tick();
        pause();
    }

    private void connect() throws IOException {
        String data = looks.connect(() -> closed);
        if (looks.judgeFormer()) {
            listener.gapBefore();
        }
        reachable = true;
        ready.complete(data);
    }

    // Not reported at first, since it is soon tried again: the link asks for the name of the data only once.
    private void failed(IOException e) {
        if (System.nanoTime() - began >= READY_WITHIN_NANOS) {
            ready.complete("");
        }
        if (!closed && ready.isDone()) {
            listener.looked(e);
        }
    }

    // While the past is read no client is told, and later the place of the gap would no longer be known.
    private void tellGap() {
        if (gapToTell == RingLooks.NO_GAP) {
            return;
        }
        if (!live || System.nanoTime() - toldNanos >= TELL_EVERY_NANOS) {
            long behind = gapToTell;
            gapToTell = RingLooks.NO_GAP;
            if (closed) {
                listener.gapBefore();
            } else if (listener.gap(behind)) {
                // Only then: a harmless gap, found while the past is read, must not delay the report of a real one.
                toldNanos = System.nanoTime();
            }
        }
    }

    private void pause() {
        long wake = looks.nextAt();
        wakeAt = wake;
        if (!closed) {
            long usual = read.count() < wake ? RingLooks.ASK_EVERY_NANOS : REST_NANOS;
            LockSupport.parkNanos(this, ready.isDone() ? usual : TRY_EVERY_NANOS);
        }
    }

    /** Ends the watch and waits a moment for its last tick. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
