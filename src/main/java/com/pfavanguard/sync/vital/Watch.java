package com.pfavanguard.sync.vital;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Receives the progress of one piece of vital work for the watchdog. Called by the thread that does the work; cheap
 * enough to be called for each event.
 */
public final class Watch implements AutoCloseable {

    private final String name;
    private final Duration bound;
    private final Watchdog watchdog;
    private final AtomicLong moves = new AtomicLong();
    private volatile @Nullable Thread thread;
    private volatile boolean resting;
    private volatile long extraNanos;

    // Used by the watchdog's thread only.
    private long movesSeen;
    private long stillNanos;

    Watch(String name, Duration bound, Watchdog watchdog) {
        this.name = name;
        this.bound = bound;
        this.watchdog = watchdog;
    }

    /** Reports progress. */
    public void moved() {
        // lazySet suffices: only the work's thread writes, and the watchdog reads once a second.
        moves.lazySet(moves.getPlain() + 1);
        if (resting) {
            resting = false;
        }
        if (extraNanos != 0) {
            extraNanos = 0;
        }
    }

    /** Allows the next step this time on top of the bound. */
    public void mayTake(Duration longest) {
        moved();
        extraNanos = longest.toNanos();
    }

    /** Reports that there is nothing to do; the work is not watched until {@link #moved}. */
    public void rests() {
        resting = true;
    }

    /** Ends the watch when the work is finished. */
    @Override
    public void close() {
        watchdog.forget(this);
    }

    void isBy(Thread worker) {
        thread = worker;
    }

    /** The current stack of the work's thread, as the end of a log line; empty if the thread is not known. */
    String stack() {
        Thread worker = thread;
        StringBuilder text = new StringBuilder();
        if (worker != null) {
            for (StackTraceElement frame : worker.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
        }
        return text.isEmpty() ? "" : " Its stack:" + text;
    }

    String name() {
        return name;
    }

    /** Longest time without progress that is allowed at the moment. */
    Duration bound() {
        return bound.plusNanos(extraNanos);
    }

    /**
     * Checks for progress since the last call.
     *
     * @param passedNanos time that counts since the last call
     * @return time without progress
     */
    Duration look(long passedNanos) {
        long now = moves.get();
        stillNanos = resting || now != movesSeen ? 0 : stillNanos + passedNanos;
        movesSeen = now;
        return Duration.ofNanos(stillNanos);
    }
}
