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
 * Watches one connection of the link for what the broker's ring drops before it has been read: while anything is read it
 * asks for the ring's oldest message every second, and more often when much is read, and has {@link GapCheck} judge the
 * answers. A thread of its own, since the link's must not wait for answers.
 */
final class GapWatch implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GapWatch.class);

    private static final String THREAD = "broker-link-watch";

    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Whatever goes wrong all the time must not have all clients told all the time.
    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NAME_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    // The link waits no longer for a first look.
    private static final long READY_WITHIN_NANOS = 2 * NAME_WITHIN_NANOS;
    private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    // A history so small that it turns over in no time must not keep a processor busy.
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    // So that at full speed several looks fall into the time in which the ring turns over once.
    private static final int LOOKS_PER_RING = 8;

    private final HistoryQueue history;
    private final ReadMessages read;
    private final Listener findings;
    private final int askAfter;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread thread;

    private volatile boolean closed;
    private volatile long wakeAt = 1;
    private final long began = System.nanoTime();

    private HistoryQueue.@Nullable Look look;
    private @Nullable GapCheck former;
    private volatile @Nullable GapCheck head;
    private volatile long askedAt;
    private long askedNanos;
    private boolean gapToTell;
    private long toldNanos = System.nanoTime() - TELL_EVERY_NANOS;

    /** Is told what the watch finds, by the watch's thread. */
    interface Listener {

        /** Something may have gone unread. */
        void gap();

        /** Something may have gone unread over a connection that has ended; the next one may be reading the past. */
        void gapBefore();

        /** The ring has been looked at, if {@code problem} is {@code null}; else why not. */
        void looked(@Nullable IOException problem);

        /** A second has passed, or much has been read. */
        void tick();
    }

    /**
     * @param read what the link reads over its connection, nothing yet
     * @param former how the connection before it was judged last; {@code null} if there was none
     * @param ringSize how many messages the broker keeps
     */
    GapWatch(HistoryQueue history, ReadMessages read, @Nullable GapCheck former, int ringSize, Listener findings) {
        this.former = former;
        this.history = history;
        this.read = read;
        this.findings = findings;
        this.askAfter = Math.max(1, ringSize / LOOKS_PER_RING);
        this.thread = new Thread(this, THREAD);
        thread.setDaemon(true);
    }

    GapWatch start() {
        thread.start();
        return this;
    }

    /** Has the watch look soon if much has been read. Called for each message by the link's thread. */
    void readUpTo(long count) {
        if (count >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits until the ring can be looked at, or has turned out not to be.
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

    /** How this connection was judged last, for the next one; {@code null} if it never was. */
    @Nullable GapCheck head() {
        return head;
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
            findings.gapBefore();
        }
        findings.tick();
    }

    private void round() {
        if (head == null && read.firstUsual() >= 0) {
            head = new GapCheck(read);
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
        findings.tick();
        pause();
    }

    // At first soon tried again: without its data's name this connection would be without one to its end.
    private void failed(IOException e) {
        if (System.nanoTime() - began >= READY_WITHIN_NANOS) {
            ready.complete("");
        }
        if (!closed && ready.isDone()) {
            findings.looked(e);
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

    // What the former connection had not been asked about any more when it ended.
    private void judgeFormer(HistoryQueue.Look connected) throws IOException {
        GapCheck judged = former;
        if (judged != null && judged.judgeAtLast(connected.oldest()) != Verdict.NO_GAP) {
            findings.gapBefore();
        }
        former = null;
    }

    static String shortName(String dataId) {
        return UUID.nameUUIDFromBytes(dataId.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    private boolean isDue() {
        if (head == null) {
            return false;
        }
        long count = read.count();
        return count - askedAt >= askAfter || count > askedAt && System.nanoTime() - askedNanos >= ASK_EVERY_NANOS;
    }

    private void ask() throws IOException {
        long count = read.count();
        long began = System.nanoTime();
        OptionalLong oldest = Objects.requireNonNull(look).oldest();
        Verdict verdict = Objects.requireNonNull(head).judge(oldest, count);
        askedAt = count;
        askedNanos = began;
        if (verdict == Verdict.GAP) {
            log.debug("Oldest in the ring is {}; {} messages read", oldest, count);
            gapToTell = true;
        }
        findings.looked(null);
    }

    private void tellGap() {
        if (gapToTell && System.nanoTime() - toldNanos >= TELL_EVERY_NANOS) {
            gapToTell = false;
            toldNanos = System.nanoTime();
            if (closed) {
                findings.gapBefore();
            } else {
                findings.gap();
            }
        }
    }

    private void pause() {
        long wake = head == null ? 1 : askedAt + askAfter;
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
