package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one organization's stream through lost connections: comes back after a pause, resumes after the last message
 * it had, tells its listener of every event once. Runs on the thread that calls {@link #follow}; {@link #stop} may come from another.
 */
public final class EventWatch {

    private final StreamAddress address;
    private final WatchListener listener;
    private final ConnectionNotices notices;
    private final WatchTimings timings;
    private final Backoff backoff;
    private final HttpClient http = HttpClient.newHttpClient();
    private final MessageReader reader = new MessageReader();
    private final SeenEvents seen = new SeenEvents();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile @Nullable WatchConnection connection;
    private @Nullable EventId position;
    private int heard;
    private boolean greeted;

    /** @param err what happens to the connection */
    public EventWatch(StreamAddress address, WatchListener listener, PrintWriter err, WatchTimings timings) {
        this.address = address;
        this.listener = listener;
        this.notices = new ConnectionNotices(err);
        this.timings = timings;
        this.backoff = new Backoff(timings, RandomGenerator.getDefault());
    }

    /** Why a watch ended. */
    public enum End {
        COUNT_REACHED,
        TIMED_OUT,
        /** The time is up, and no gateway was reached in it. */
        NEVER_CONNECTED,
        /** It was stopped, or the listener has left. */
        STOPPED
    }

    /**
     * Returns when enough events were heard, the time is up, the listener has left or {@link #stop} was called; without
     * any of these never. To be called once.
     *
     * @param from position to resume from, or {@code null} for live events only
     * @param enough how many events to hear, greetings not counted; 0 for any number
     * @param time how long at most; {@code null} for ever
     * @throws WatchRefusedException if the gateway wants no more of us
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
                // What the gateway says to our own goodbye is no refusal.
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

    /** How many events were heard. */
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
            backoff.reset();
            // A gateway that has to leave events out greets again, also within a connection.
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
        Duration pause = backoff.next();
        notices.lost(loss, pause);
        stopped.await(deadline.atMost(pause).toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isOver(int enough, Deadline deadline) {
        return (enough > 0 && heard >= enough) || deadline.isOver() || isStopped() || listener.isClosed();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Says goodbye to the gateway and ends {@link #follow} soon. */
    public void stop() {
        stopped.countDown();
        WatchConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
