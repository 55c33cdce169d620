package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Follows one organization's stream. After a lost connection it pauses, reconnects and resumes after the last message
 * it received. Passes each event to its listener once. Runs on the thread that calls {@link #follow}; any thread may
 * call {@link #stop}.
 */
public final class EventWatch {

    private final StreamAddress address;
    private final WatchListener listener;
    private final ConnectionNotices notices;
    private final WatchTimings timings;
    private final HttpClient http = HttpClient.newHttpClient();
    private final MessageReader reader = new MessageReader();
    private final SeenEvents seen = new SeenEvents();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile @Nullable WatchConnection connection;
    private @Nullable EventId position;
    private BackOffExecution pauses;
    private int heard;
    private boolean greeted;

    /** @param err gets the notices about the connection */
    public EventWatch(StreamAddress address, WatchListener listener, PrintWriter err, WatchTimings timings) {
        this.address = address;
        this.listener = listener;
        this.notices = new ConnectionNotices(err);
        this.timings = timings;
        pauses = timings.backOff().start();
    }

    /** Tells why a watch ended. */
    public enum End {
        COUNT_REACHED,
        TIMED_OUT,
        /** The time is up, and no gateway answered in it. */
        NEVER_CONNECTED,
        /** {@link #stop} was called, or the listener is closed. */
        STOPPED
    }

    /**
     * Returns when enough events were received, the time is up, the listener is closed or {@link #stop} was called.
     * May be called once.
     *
     * @param from position to resume from, or {@code null} for live events only
     * @param enough number of events to receive, without greetings; 0 for no limit
     * @param time maximum time; {@code null} for no limit
     * @throws WatchRefusedException if the gateway refuses further connections
     */
    public End follow(@Nullable EventId from, int enough, @Nullable Duration time)
            throws WatchRefusedException, InterruptedException {
        position = from;
        Deadline deadline = new Deadline(time);
        while (!isOver(enough, deadline)) {
            try {
                listen(enough, deadline);
            } catch (ConnectionLostException loss) {
                pauseAfter(loss, deadline);
            } catch (WatchRefusedException e) {
                // After stop(), the gateway's close frame only answers ours.
                if (!isStopped()) {
                    throw e;
                }
            }
        }
        if (enough > 0 && heard >= enough) {
            return End.COUNT_REACHED;
        }
        if (isStopped() || !deadline.isOver()) {
            return End.STOPPED;
        }
        return greeted ? End.TIMED_OUT : End.NEVER_CONNECTED;
    }

    /** Returns the number of events received. */
    public int heard() {
        return heard;
    }

    private void listen(int enough, Deadline deadline)
            throws ConnectionLostException, WatchRefusedException, InterruptedException {
        EventId askedFor = position;
        try (WatchConnection opened = WatchConnection.open(http, address, askedFor, timings, deadline)) {
            connection = opened;
            while (!isOver(enough, deadline)) {
                String text = opened.next(deadline);
                if (text != null) {
                    hear(text, askedFor != null);
                }
            }
        } finally {
            connection = null;
        }
    }

    private void hear(String text, boolean resuming) {
        Optional<ServerMessage> parsed = reader.read(text);
        if (parsed.isEmpty()) {
            notices.unreadable();
            return;
        }
        ServerMessage message = parsed.get();
        if (message instanceof ServerMessage.Greeting greeting) {
            greeted = true;
            // The next lost connection starts with the first pause again.
            pauses = timings.backOff().start();
            // A gateway that had to leave events out greets again, also within a connection.
            if (resuming || greeting.connected().recovered() != null) {
                notices.resumed(greeting.connected());
            }
            listener.onMessage(message);
        } else if (message.position() == null || seen.isNew(message.position())) {
            heard += message instanceof ServerMessage.Event ? 1 : 0;
            listener.onMessage(message);
        }
        if (message.position() != null) {
            position = message.position();
        }
    }

    private void pauseAfter(ConnectionLostException loss, Deadline deadline) throws InterruptedException {
        if (isStopped() || deadline.isOver()) {
            return;
        }
        Duration pause = pause(loss);
        notices.lost(loss, pause);
        stopped.await(deadline.atMost(pause).toNanos(), TimeUnit.NANOSECONDS);
    }

    private Duration pause(ConnectionLostException loss) {
        Duration own = loss.ownWait();
        if (own == null) {
            return Duration.ofMillis(pauses.nextBackOff());
        }
        return own.compareTo(timings.longestPause()) < 0 ? own : timings.longestPause();
    }

    private boolean isOver(int enough, Deadline deadline) {
        return (enough > 0 && heard >= enough) || deadline.isOver() || isStopped() || listener.isClosed();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Closes the connection, so that {@link #follow} returns soon. */
    public void stop() {
        stopped.countDown();
        WatchConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
