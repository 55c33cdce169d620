package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a {@link Crowd}, serves them and counts what becomes of them. The calling thread serves them;
 * only one thread may call. Between calls no client reads.
 */
final class LoadConnections implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int MOST_COMPLAINTS = 3;
    private static final int MOST_WITHOUT_A_READ = 32;
    private static final Duration NOT_LONG = Duration.ofMillis(20);

    private LoadEndpoint endpoint;
    private final List<LoadClient> clients = new ArrayList<>();
    private final IntFunction<String> eventId;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private int receiveBuffer;
    private int listening;
    private int underWay;
    private int refused;
    private int lostConnections;
    private boolean closing;
    private Runnable whileListening = () -> {};
    private final List<String> complaints = new ArrayList<>();

    // While clients come at a pace.
    private @Nullable Latencies arrivals;
    private long lastLetInAt;

    // While clients follow a server's request to go elsewhere.
    private @Nullable Moves moves;

    /**
     * Opens nothing yet.
     *
     * @param crowd hears what the clients read
     * @param eventId of an event of the present phase, by its number, to resume from
     */
    LoadConnections(LoadEndpoint endpoint, int clients, int organizations, Crowd crowd, IntFunction<String> eventId)
            throws IOException {
        this.endpoint = endpoint;
        this.eventId = eventId;
        for (int i = 0; i < clients; i++) {
            this.clients.add(new LoadClient(this, crowd, i % organizations));
        }
    }

    List<LoadClient> clients() {
        return clients;
    }

    LoadEndpoint endpoint() {
        return endpoint;
    }

    void whileListening(Runnable action) {
        whileListening = action;
    }

    void withReceiveBuffer(int bytes) {
        receiveBuffer = bytes;
    }

    int listening() {
        return listening;
    }

    int lostConnections() {
        return lostConnections;
    }

    int refused() {
        return refused;
    }

    List<String> complaints() {
        return complaints;
    }

    Moves follow(LoadEndpoint successor) {
        endpoint = successor;
        Moves fresh = new Moves();
        moves = fresh;
        return fresh;
    }

    /** @param resuming whether each begins after the last event it has heard, and those that fail try again */
    Duration connect(int atATime, Duration patience, boolean resuming) {
        long began = System.nanoTime();
        Deque<LoadClient> waiting = new ArrayDeque<>(clients);
        while (!waiting.isEmpty() || underWay > 0) {
            if (System.nanoTime() - began > patience.toNanos()) {
                break;
            }
            while (underWay < atATime && !waiting.isEmpty()) {
                open(waiting.removeFirst(), resuming);
            }
            poll(NOT_LONG);
            if (resuming && waiting.isEmpty() && underWay == 0) {
                clients.stream()
                        .filter(client -> client.state() == LoadClient.State.CLOSED)
                        .forEach(waiting::add);
            }
        }
        giveUpOnOthers();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    Crowd.Arrivals arrive(Pace pace, Duration patience) {
        Latencies handshakes = new Latencies();
        arrivals = handshakes;
        long began = System.nanoTime();
        int opened = 0;
        while (opened < clients.size()) {
            long wait = began + pace.due(opened) - System.nanoTime();
            if (wait > 0) {
                poll(Duration.ofNanos(Math.min(wait, NOT_LONG.toNanos())));
            } else {
                open(clients.get(opened++), false);
                // Not only when there is time: answers must be read while this driver is behind its pace.
                if (opened % MOST_WITHOUT_A_READ == 0) {
                    poll(Duration.ZERO);
                }
            }
        }
        listenUntil(() -> underWay == 0, patience);
        giveUpOnOthers();
        arrivals = null;
        return new Crowd.Arrivals(listening, Duration.ofNanos(lastLetInAt - began), handshakes);
    }

    private void giveUpOnOthers() {
        clients.stream()
                .filter(client -> client.state() != LoadClient.State.LISTENING)
                .forEach(client -> client.close("not let in in time"));
    }

    private void open(LoadClient client, boolean resuming) {
        if (client.state() != LoadClient.State.CLOSED) {
            return;
        }
        boolean hasHeard = resuming && client.hearing.last() > 0;
        underWay++;
        try {
            client.open(selector, hasHeard ? eventId.apply(client.hearing.last()) : null, receiveBuffer);
        } catch (IOException e) {
            closed(client, LoadClient.State.CONNECTING, e.toString());
        }
    }

    void drop() {
        closing = true;
        clients.forEach(client -> client.close(null));
        closing = false;
        poll(Duration.ZERO); // lets the selector forget the sockets, or they would stay open
    }

    void letIn(LoadClient client) {
        listening++;
        underWay--;
        if (arrivals != null) {
            lastLetInAt = System.nanoTime();
            arrivals.add(lastLetInAt - client.openedAt());
        }
        if (moves != null) {
            moves.arrived(client);
        }
    }

    boolean isFollowing() {
        return moves != null;
    }

    /** A server has told a client to go on elsewhere after that wait. */
    void sentAway(LoadClient client, long waitMs) {
        listening--;
        if (moves != null) {
            moves.sentAway(client, waitMs);
        }
    }

    private void openThoseWhoseTimeHasCome() {
        if (moves == null) {
            return;
        }
        for (LoadClient due = moves.pollDue(); due != null; due = moves.pollDue()) {
            open(due, true);
            if (due.state() != LoadClient.State.CLOSED) {
                moves.connecting();
            }
        }
    }

    void closed(LoadClient client, LoadClient.State before, @Nullable String reason) {
        if (before == LoadClient.State.LISTENING) {
            listening--;
            lostConnections += closing ? 0 : 1;
        } else {
            underWay--;
            refused += closing ? 0 : 1;
        }
        if (moves != null && before != LoadClient.State.LISTENING) {
            moves.refused(client);
        }
        if (reason != null && complaints.size() < MOST_COMPLAINTS) {
            complaints.add(reason);
        }
    }

    private void poll(Duration atMost) {
        openThoseWhoseTimeHasCome();
        whileListening.run();
        try {
            if (atMost.toMillis() > 0) {
                selector.select(this::ready, atMost.toMillis());
            } else {
                selector.selectNow(this::ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.isValid()) {
            ((LoadClient) key.attachment()).ready(key, buffer);
        }
    }

    boolean listenUntil(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            poll(Duration.ofNanos(Math.min(NOT_LONG.toNanos(), left)));
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        drop();
        selector.close();
    }
}
