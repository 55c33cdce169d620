package com.pfavanguard.sync.cli.watch;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a WebSocket reports into a queue, as complete messages. The HTTP client's threads call it, one call at a
 * time. A full queue, because the terminal is slow, blocks them: that slows down the gateway and protects the memory
 * of this process. The JDK answers pings.
 */
final class SocketListener implements WebSocket.Listener {

    /** Much more than the largest event of a gateway; a server that sends more is not a gateway. */
    static final int MOST_CHARACTERS = 1 << 20;

    private final BlockingQueue<SocketEvent> events = new ArrayBlockingQueue<>(1_000);
    private final StringBuilder message = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean abandoned;

    /** Returns the next event, or {@code null} if none arrives in time. */
    @Nullable SocketEvent next(Duration patience) throws InterruptedException {
        return events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes no more events, and wakes up a waiting reader. Called when this side has closed the connection. */
    void abandon() {
        abandoned = true;
        events.clear();
        events.add(new SocketEvent.Closed(WebSocket.NORMAL_CLOSURE, ""));
    }

    /** Waits until the gateway closes the connection, or until it breaks. */
    void awaitEnd(Duration patience) throws InterruptedException {
        ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        message.append(part);
        if (message.length() > MOST_CHARACTERS) {
            add(new SocketEvent.Closed(1009, "a message of more than " + MOST_CHARACTERS + " characters"));
            socket.abort();
            return null;
        }
        if (!last) {
            return activity(socket);
        }
        add(new SocketEvent.Text(message.toString()));
        message.setLength(0);
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return activity(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        return activity(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        return activity(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        ended.countDown();
        add(new SocketEvent.Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        ended.countDown();
        add(SocketEvent.Closed.withoutGoodbye(error));
    }

    private @Nullable CompletionStage<?> activity(WebSocket socket) {
        add(new SocketEvent.Activity());
        socket.request(1);
        return null;
    }

    private void add(SocketEvent event) {
        if (abandoned) {
            return;
        }
        try {
            events.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
