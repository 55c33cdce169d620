package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the watchdog knows of one piece of vital work: that it moves, or rightly waits for something to do. Told by the
 * thread that does the work, and cheap enough to be told for each event.
 */
public final class Watch implements AutoCloseable {

    private final String name;
    private final Duration bound;
    private final Watchdog watchdog;
    private final AtomicLong moves = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean resting;
    private volatile long extraNanos;

    // The watchdog's own notes; only its thread uses them.
    private long movesSeen;
    private long stillNanos;

    Watch(String name, Duration bound, Watchdog watchdog) {
        this.name = name;
        this.bound = bound;
        this.watchdog = watchdog;
    }

    /** Says that the work goes on. */
    public void moved() {
        // Lazily, since only the work's own thread writes it, and the watchdog looks once a second.
        moves.lazySet(moves.getPlain() + 1);
        if (resting) {
            resting = false;
        }
        if (extraNanos != 0) {
            extraNanos = 0;
        }
    }

    /** Says that the next step may take so long, on top of the bound. */
    public void mayTake(Duration longest) {
        moved();
        extraNanos = longest.toNanos();
    }

    /** Says that there is nothing to do until further notice: not watched until {@link #moved}. */
    public void rests() {
        resting = true;
    }

    /** Ends the watch: the work is over. */
    @Override
    public void close() {
        watchdog.forget(this);
    }

    void isBy(Thread worker) {
        thread = worker;
    }

    /** Where the work is at the moment, as far as that is known. */
    String stack() {
        Thread worker = thread;
        StringBuilder text = new StringBuilder();
        if (worker != null) {
            for (StackTraceElement frame : worker.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
        }
        return text.isEmpty() ? "" : " It is here:" + text;
    }

    String name() {
        return name;
    }

    /** How long it may stand still at the moment. */
    Duration bound() {
        return bound.plusNanos(extraNanos);
    }

    /**
     * Looks again.
     *
     * @param passedNanos time the process has had since the last look
     * @return how long it has stood still
     */
    Duration look(long passedNanos) {
        long now = moves.get();
        stillNanos = resting || now != movesSeen ? 0 : stillNanos + passedNanos;
        movesSeen = now;
        return Duration.ofNanos(stillNanos);
    }
}
