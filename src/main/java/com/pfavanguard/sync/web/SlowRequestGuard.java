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
 * Cuts off clients that send a request or read an answer too slowly. Jetty's idle timeout restarts with each byte, so a
 * client that sends one byte now and then could hold a connection, and often a thread, for hours. Checks all HTTP
 * connections once a second; a WebSocket is no longer among them.
 */
final class SlowRequestGuard extends AbstractLifeCycle implements Connection.Listener {

    private static final String NAME = "slow-requests";
    private static final Duration STILL_FOR = Duration.ofSeconds(60);
    private static final long CHECK_EVERY_MS = 1_000;

    /** A client that is faster than this is not slow. */
    private static final long BYTES_PER_SECOND = 1_024;

    private final Connector connector;
    private final long limitNanos;
    private final Runnable whenCut;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private volatile Scheduler.@Nullable Task next;
    private volatile @Nullable Watch watch;

    /** Progress of one connection with its current request and answer. Used by the scheduler's thread alone. */
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

        // Only while bytes wait to be sent: the server itself may take long to make an answer.
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
                // A request is complete, or the next one has not started: the server works on it, or the client is
                // idle.
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

    SlowRequestGuard(Connector connector, Duration limit, Runnable whenCut) {
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
        scheduleCheck();
    }

    private void scheduleCheck() {
        next = connector.getScheduler().schedule(this::checkAndReschedule, CHECK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void checkAndReschedule() {
        try {
            Vital.guarded(NAME, this::check).run();
        } finally {
            Watch present = watch;
            if (present != null) {
                present.moved();
            }
            if (isRunning()) {
                scheduleCheck();
            }
        }
    }

    private void check() {
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
