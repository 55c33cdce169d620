package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One WebSocket from its handshake to its end. Read by one thread; may be closed by another. */
final class WatchConnection implements AutoCloseable {

    private static final Duration TIME_TO_SAY_GOODBYE = Duration.ofSeconds(1);

    private final WebSocket socket;
    private final SocketListener listener;
    private final Duration silence;

    // One who stops the watch and the watch itself may both close; the second would cut the first one off.
    private boolean closed;

    private WatchConnection(WebSocket socket, SocketListener listener, Duration silence) {
        this.socket = socket;
        this.listener = listener;
        this.silence = silence;
    }

    static WatchConnection open(
            HttpClient http, StreamAddress address, @Nullable EventId position, WatchTimings timings, Deadline deadline)
            throws ConnectionLostException, WatchRefusedException, InterruptedException {
        SocketListener listener = new SocketListener();
        // A deadline that passes this very moment leaves nothing, which the HTTP client refuses as a time limit.
        Duration patience = deadline.atMost(timings.handshake()).plusMillis(1);
        WebSocket socket = Handshake.open(http, address.from(position), address.token(), listener, patience);
        return new WatchConnection(socket, listener, timings.silence());
    }

    /**
     * Waits for the next message.
     *
     * @return {@code null} when the deadline came first
     * @throws ConnectionLostException if the connection ended and coming back can help
     * @throws WatchRefusedException if it ended for good
     */
    @Nullable String next(Deadline deadline) throws ConnectionLostException, WatchRefusedException, InterruptedException {
        while (true) {
            SocketEvent event = listener.next(deadline.atMost(silence));
            if (event == null) {
                if (deadline.isOver()) {
                    return null;
                }
                // Also how a cut is noticed that came while the JDK was handing us a message: it drops the end of
                // the stream then (seen with JDK 17, TransportImpl.acknowledgeReception).
                throw new ConnectionLostException("connection lost, nothing heard for " + silence.toSeconds() + " s");
            }
            if (event instanceof SocketEvent.Text message) {
                return message.text();
            }
            if (event instanceof SocketEvent.Closed closed) {
                throw lost(closed);
            }
        }
    }

    private static ConnectionLostException lost(SocketEvent.Closed closed) throws WatchRefusedException {
        if (!closed.mayReconnect()) {
            throw new WatchRefusedException("the gateway ended the stream for good (" + closed + ")");
        }
        return new ConnectionLostException("connection lost, " + closed);
    }

    /** Says goodbye if the gateway still listens, and lets go in any case. Whoever comes second waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(TIME_TO_SAY_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            // Cut off right away, the goodbye could be lost on its way: a reset takes what has not been read yet along.
            listener.awaitEnd(TIME_TO_SAY_GOODBYE);
        } catch (ExecutionException | TimeoutException e) {
            // It was gone already, which is what we wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.abort();
            listener.abandon();
        }
    }
}
