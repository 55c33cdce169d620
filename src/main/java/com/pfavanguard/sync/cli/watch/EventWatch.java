package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.cli.watch.Following.End;
import com.pfavanguard.sync.event.EventId;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
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
    private final Following following;

    private volatile @Nullable WatchConnection connection;
    private @Nullable EventId position;
    private BackOffExecution pauses;
    private boolean greeted;

    /** @param err gets the notices about the connection */
    public EventWatch(StreamAddress address, WatchListener listener, PrintWriter err, WatchTimings timings) {
        this.address = address;
        this.listener = listener;
        this.following = new Following(listener);
        this.notices = new ConnectionNotices(err);
        this.timings = timings;
        pauses = timings.backOff().start();
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
        following.begin(enough, time);
        while (!following.isOver()) {
            try {
                listen();
            } catch (ConnectionLostException loss) {
                pauseAfter(loss);
            } catch (WatchRefusedException e) {
                // After stop(), the gateway's close frame only answers ours.
                if (!following.isStopped()) {
                    throw e;
                }
            }
        }
        return following.end(greeted);
    }

    /** Returns the number of events received. */
    public int heard() {
        return following.heard();
    }

    private void listen() throws ConnectionLostException, WatchRefusedException, InterruptedException {
        EventId askedFor = position;
        try (WatchConnection opened = WatchConnection.open(http, address, askedFor, timings, following.deadline())) {
            connection = opened;
            while (!following.isOver()) {
                String text = opened.next(following.deadline());
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
            if (message instanceof ServerMessage.Event) {
                following.countEvent();
            }
            listener.onMessage(message);
        }
        if (message.position() != null) {
            position = message.position();
        }
    }

    private void pauseAfter(ConnectionLostException loss) throws InterruptedException {
        if (following.isStopped() || following.deadline().isOver()) {
            return;
        }
        Duration pause = pause(loss);
        notices.lost(loss, pause);
        following.pause(pause);
    }

    private Duration pause(ConnectionLostException loss) {
        Duration own = loss.ownWait();
        if (own == null) {
            return Duration.ofMillis(pauses.nextBackOff());
        }
        return own.compareTo(timings.longestPause()) < 0 ? own : timings.longestPause();
    }

    /** Closes the connection, so that {@link #follow} returns soon. */
    public void stop() {
        following.stop();
        WatchConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
