package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.gateway.link.GapCheck.Verdict;
import com.pfavanguard.sync.vital.Vital;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one connection of the link for messages that the broker's ring drops before they are read (decision 0028).
 * While messages are read, it asks for the ring's oldest message every second, more often at high rates, and
 * {@link GapCheck} judges the answers. Runs in a separate thread, since the link's thread must not wait for answers.
 */
final class GapWatch implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GapWatch.class);

    private static final String THREAD = "broker-link-watch";

    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    // A permanent fault must not send a gap to all clients with every look.
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    // How long the broker may take to name its data.
    private static final long NAME_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    // How long the link waits at most until the ring can be looked at.
    private static final long READY_WITHIN_NANOS = 2 * NAME_WITHIN_NANOS;
    private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    // Even if the history is so small that it turns over all the time, the watch must not keep a processor busy.
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    // At full speed the watch looks this often while the ring turns over once.
    private static final int LOOKS_PER_RING = 8;

    private final HistoryQueue history;
    private final ReadMessages read;
    private final Listener listener;
    private final int askAfter;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread thread;

    private volatile boolean closed;
    private volatile long wakeAt = 1;
    private final long began = System.nanoTime();

    private HistoryQueue.@Nullable Look look;
    private @Nullable GapCheck former;
    private volatile @Nullable GapCheck check;
    private volatile long askedAt;
    private long askedNanos;
    private boolean gapToTell;
    private long toldNanos = System.nanoTime() - TELL_EVERY_NANOS;

    /** Is told by the watch's thread what it finds. */
    interface Listener {

        /** The ring may have dropped unread messages. */
        void gap();

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
        this.former = former;
        this.history = history;
        this.read = read;
        this.listener = listener;
        this.askAfter = Math.max(1, ringSize / LOOKS_PER_RING);
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

    /** The check of this connection, for the next one to go on from; {@code null} if nothing was read. */
    @Nullable GapCheck gapCheck() {
        return check;
    }

    /** How many messages had been read when the broker was last asked. */
    long askedAt() {
        return askedAt;
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
        disconnect();
        if (gapToTell) {
            listener.gapBefore();
        }
        listener.tick();
    }

    private void round() {
        if (check == null && read.firstUsual() >= 0) {
            check = new GapCheck(read);
            askedNanos = System.nanoTime() - ASK_EVERY_NANOS;
        }
        try {
            if (look == null) {
                connect();
            }
            if (isDue()) {
                ask();
            }
            tellGap();
        } catch (IOException e) {
            disconnect();
            failed(e);
        }
        listener.tick();
        pause();
    }

    // Not reported at first, since it is soon tried again: the name of the data is asked for only once per connection.
    private void failed(IOException e) {
        if (System.nanoTime() - began >= READY_WITHIN_NANOS) {
            ready.complete("");
        }
        if (!closed && ready.isDone()) {
            listener.looked(e);
        }
    }

    private void connect() throws IOException {
        HistoryQueue.Look connected = history.connect();
        look = connected;
        long began = System.nanoTime();
        String name = connected.dataId();
        while (name == null && !closed && System.nanoTime() - began < NAME_WITHIN_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            name = connected.dataId();
        }
        judgeFormer(connected);
        ready.complete(name == null ? "" : shortName(name));
    }

    // A last look for the former connection, which had ended before it could be made.
    private void judgeFormer(HistoryQueue.Look connected) throws IOException {
        GapCheck judged = former;
        if (judged != null && judged.judgeAtLast(connected.oldest()) != Verdict.NO_GAP) {
            listener.gapBefore();
        }
        former = null;
    }

    static String shortName(String dataId) {
        return UUID.nameUUIDFromBytes(dataId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    private boolean isDue() {
        if (check == null) {
            return false;
        }
        long count = read.count();
        return count - askedAt >= askAfter || count > askedAt && System.nanoTime() - askedNanos >= ASK_EVERY_NANOS;
    }

    private void ask() throws IOException {
        long count = read.count();
        long began = System.nanoTime();
        OptionalLong oldest = Objects.requireNonNull(look).oldest();
        Verdict verdict = Objects.requireNonNull(check).judge(oldest, count);
        askedAt = count;
        askedNanos = began;
        if (verdict == Verdict.GAP) {
            log.debug("Possible gap: the oldest message in the ring is {}, after {} messages read", oldest, count);
            gapToTell = true;
        }
        listener.looked(null);
    }

    private void tellGap() {
        if (gapToTell && System.nanoTime() - toldNanos >= TELL_EVERY_NANOS) {
            gapToTell = false;
            toldNanos = System.nanoTime();
            if (closed) {
                listener.gapBefore();
            } else {
                listener.gap();
            }
        }
    }

    private void pause() {
        long wake = check == null ? 1 : askedAt + askAfter;
        wakeAt = wake;
        if (!closed) {
            long usual = read.count() < wake ? ASK_EVERY_NANOS : REST_NANOS;
            LockSupport.parkNanos(this, ready.isDone() ? usual : TRY_EVERY_NANOS);
        }
    }

    private void disconnect() {
        HistoryQueue.Look open = look;
        look = null;
        if (open != null) {
            open.close();
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
