package com.pfavanguard.sync.cli.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says how long a client follows a stream, across reconnects: until enough events came, the time is up, the listener is
 * closed or {@link #stop} is called. One thread follows; any thread may stop it.
 */
public final class Following {

    private final WatchListener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Deadline deadline = new Deadline(null);
    private int enough;
    private int heard;

    public Following(WatchListener listener) {
        this.listener = listener;
    }

    /** Tells why it ended. */
    public enum End {
        COUNT_REACHED,
        TIMED_OUT,
        /** The time is up, and no gateway answered in it. */
        NEVER_CONNECTED,
        /** {@link #stop} was called, or the listener is closed. */
        STOPPED
    }

    /**
     * Begins to count and to measure the time. May be called once.
     *
     * @param enough number of events to receive; 0 for no limit
     * @param time maximum time; {@code null} for no limit
     */
    public void begin(int enough, @Nullable Duration time) {
        this.enough = enough;
        deadline = new Deadline(time);
    }

    public Deadline deadline() {
        return deadline;
    }

    public void countEvent() {
        heard++;
    }

    /** Returns the number of events received. */
    public int heard() {
        return heard;
    }

    public boolean isOver() {
        return isEnough() || deadline.isOver() || isStopped() || listener.isClosed();
    }

    private boolean isEnough() {
        return enough > 0 && heard >= enough;
    }

    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** @param connectedOnce whether a gateway has answered at all */
    public End end(boolean connectedOnce) {
        if (isEnough()) {
            return End.COUNT_REACHED;
        }
        if (isStopped() || !deadline.isOver()) {
            return End.STOPPED;
        }
        return connectedOnce ? End.TIMED_OUT : End.NEVER_CONNECTED;
    }

    /** Waits before a reconnect, at most until it is over. */
    public void pause(Duration pause) throws InterruptedException {
        stopped.await(deadline.atMost(pause).toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends a pause. The caller closes a connection that is open. */
    public void stop() {
        stopped.countDown();
    }
}
