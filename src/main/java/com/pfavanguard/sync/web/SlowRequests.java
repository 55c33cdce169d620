package com.pfavanguard.sync.web;

import com.pfavanguard.sync.vital.Vital;
import com.pfavanguard.sync.vital.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off clients that trickle: Jetty's idle time begins anew with each byte, so one byte now and then would keep a
 * connection, and with a request's body or an answer that is not read a thread too, for hours. Looks at all HTTP
 * connections once a second; a WebSocket is none any more.
 */
final class SlowRequests extends AbstractLifeCycle implements Connection.Listener {

    private static final String NAME = "slow-requests";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 1_000;

    /** Whoever sends faster than that is at it. */
    private static final long BYTES_PER_SECOND = 1_024;

    private final Connector connector;
    private final long limitNanos;
    private final Runnable whenCut;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private volatile Scheduler.@Nullable Task next;
    private volatile @Nullable Watch watch;

    /** How far a connection has come with the request it is sending and the answer it is reading; used by the scheduler's thread alone. */
    private static final class Progress {

        private long requests;
        private long since = System.nanoTime();
        private long bytesThen;
        private long bytesSeen;
        private long writingSince = since;
        private long bytesOutThen;

        boolean isTooSlow(Connection connection, long limitNanos, long now) {
            return sendsTooSlowly(connection, limitNanos, now) || readsTooSlowly(connection, limitNanos, now);
        }

        // Only while the server has something it cannot get rid of: an answer may be long in the making.
        private boolean readsTooSlowly(Connection connection, long limitNanos, long now) {
            boolean waits = connection.getEndPoint() instanceof AbstractEndPoint endPoint
                    && endPoint.getWriteFlusher().isPending();
            long bytes = connection.getBytesOut() - bytesOutThen;
            boolean longEnough = now - writingSince > limitNanos;
            boolean slow = bytes < TimeUnit.NANOSECONDS.toSeconds(now - writingSince) * BYTES_PER_SECOND;
            if (waits && longEnough && slow) {
                return true;
            }
            if (!waits || longEnough) {
                writingSince = now;
                bytesOutThen += bytes;
            }
            return false;
        }

        private boolean sendsTooSlowly(Connection connection, long limitNanos, long now) {
            long bytes = connection.getBytesIn();
            boolean receiving = bytes != bytesSeen;
            bytesSeen = bytes;
            if (connection.getMessagesIn() != requests || (bytes == bytesThen && requests > 0)) {
                // A request has come, or nothing of a further one has: it is being answered, or the connection rests.
                requests = connection.getMessagesIn();
                bytesThen = bytes;
                since = now;
                return false;
            }
            if (now - since <= limitNanos) {
                return false;
            }
            boolean slow = bytes - bytesThen < TimeUnit.NANOSECONDS.toSeconds(now - since) * BYTES_PER_SECOND;
            return slow && (receiving || requests == 0);
        }
    }

    SlowRequests(Connector connector, Duration limit, Runnable whenCut) {
        this.connector = connector;
        this.limitNanos = limit.toNanos();
        this.whenCut = whenCut;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            connections.put(connection, new Progress());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    protected void doStart() {
        watch = Vital.watch(NAME, STILL_FOR);
        lookLater();
    }

    private void lookLater() {
        next = connector.getScheduler().schedule(this::lookAndGoOn, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void lookAndGoOn() {
        try {
            Vital.guarded(NAME, this::look).run();
        } finally {
            Watch present = watch;
            if (present != null) {
                present.moved();
            }
            if (isRunning()) {
                lookLater();
            }
        }
    }

    private void look() {
        long now = System.nanoTime();
        connections.forEach((connection, progress) -> {
            if (progress.isTooSlow(connection, limitNanos, now)) {
                connections.remove(connection);
                connection.getEndPoint().close();
                whenCut.run();
            }
        });
    }

    @Override
    protected void doStop() {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
        Watch present = watch;
        if (present != null) {
            present.close();
        }
        connections.clear();
    }
}
