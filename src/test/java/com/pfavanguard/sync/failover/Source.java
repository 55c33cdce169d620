package com.pfavanguard.sync.failover;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends numbered events or edits, one after another at a steady pace. Each is sent again under the same id until it is
 * confirmed, so every number up to {@link #confirmed} must reach each client exactly once. Runs in a thread of its own.
 */
abstract class Source implements Runnable, AutoCloseable {

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final long pauseNanos;
    private final Thread thread;
    private volatile int confirmed;
    private volatile int resent;
    private volatile boolean stopped;

    /** @param name prefix of the record ids, such as {@code stomp} in {@code stomp-17} */
    Source(String name, int perSecond) {
        this.name = name;
        this.pauseNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    final void start() {
        thread.start();
    }

    @Override
    public final void run() {
        while (!stopped) {
            sendUntilConfirmed(confirmed + 1);
            LockSupport.parkNanos(pauseNanos);
        }
        disconnect();
    }

    private void sendUntilConfirmed(int number) {
        while (!stopped) {
            try {
                send(name + "-" + number);
                confirmed = number;
                return;
            } catch (Exception e) {
                resent++;
                disconnect();
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /**
     * Sends it, and returns when it is confirmed.
     *
     * @param id of the record; also the id by which the receiver knows a second attempt
     */
    abstract void send(String id) throws Exception;

    /** Gives up the connection; the next attempt opens another one. */
    abstract void disconnect();

    /** Whether a client must hear its records in the order of their numbers. */
    abstract boolean isOrdered();

    final String name() {
        return name;
    }

    /** All numbers from 1 up to this one are confirmed. */
    final int confirmed() {
        return confirmed;
    }

    /** Attempts that had no answer, or an error. */
    final int resent() {
        return resent;
    }

    @Override
    public final void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
