package com.pfavanguard.sync.cli.watch;

import com.pfavanguard.sync.event.EventId;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Holds one WebSocket from handshake to close. One thread reads it; another one may close it. */
final class WatchConnection implements AutoCloseable {

    private static final Duration TIME_TO_SAY_GOODBYE = Duration.ofSeconds(1);

    private final WebSocket socket;
    private final SocketListener listener;
    private final Duration silence;

    // The thread that stops the watch and the watch itself may both close; the second call must not cut off the first.
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
        // At the deadline no time is left, and the HTTP client refuses 0 as a time limit.
        Duration patience = deadline.atMost(timings.handshake()).plusMillis(1);
        WebSocket socket = Handshake.open(http, address.from(position), address.token(), listener, patience);
        return new WatchConnection(socket, listener, timings.silence());
    }

    /**
     * Waits for the next message.
     *
     * @return {@code null} if the deadline passes first
     * @throws ConnectionLostException if the connection ended and a reconnect can help
     * @throws WatchRefusedException if it ended for good
     */
    @Nullable String next(Deadline deadline) throws ConnectionLostException, WatchRefusedException, InterruptedException {
        while (true) {
            SocketEvent event = listener.next(deadline.atMost(silence));
            if (event == null) {
                if (deadline.isOver()) {
                    return null;
                }
                // This also detects a connection that was cut while the JDK handed over a message: the JDK then drops
                // the end of the stream (seen with JDK 17, TransportImpl.acknowledgeReception).
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
        return new ConnectionLostException("connection lost, " + closed, closed.ownWait());
    }

    /**
     * Sends a close frame if the gateway still listens, then releases the socket in any case. A second caller waits
     * for the first.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(TIME_TO_SAY_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            // Wait for the gateway's answer: after an immediate cut, a TCP reset could discard our unread close frame.
            listener.awaitEnd(TIME_TO_SAY_GOODBYE);
        } catch (ExecutionException | TimeoutException e) {
            // The connection was already closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            socket.abort();
            listener.abandon();
        }
    }
}
