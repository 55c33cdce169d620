package com.pfavanguard.sync.cli.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many clients of one server, spread evenly over organizations, and the events that they should hear. The calling thread serves them; only one thread may
 * call. Between calls no client reads.
 */
public final class Crowd implements AutoCloseable {

    private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);

    private final String[] organizationIds;
    private final LoadConnections connections;

    private Phase phase = new Phase(new int[1]);
    private int eventBytes = 200;
    private long readAt;

    // Written by the producer's thread.
    private volatile long latestSendNanos;

    // Of a closed loop: called when all of an organization have heard an event.
    private @Nullable IntConsumer whenAllHaveHeard;

    public Crowd(LoadEndpoint endpoint, int clients, int organizations) throws IOException {
        this(
                endpoint,
                clients,
                IntStream.range(0, organizations)
                        .mapToObj("org-%04d"::formatted)
                        .toList());
    }

    /** @param organizationIds over which the clients are spread */
    public Crowd(LoadEndpoint endpoint, int clients, List<String> organizationIds) throws IOException {
        this.organizationIds = organizationIds.toArray(String[]::new);
        this.connections =
                new LoadConnections(endpoint, clients, organizationIds.size(), this, number -> phase.eventId(number));
    }

    /** Runs the action many times a second, on the calling thread, while it listens. For a progress bar, say. */
    public Crowd whileListening(Runnable action) {
        connections.whileListening(action);
        return this;
    }

    /** How late the latest event of an open loop was sent: the producer could not keep up with the pace. */
    public Duration latestSend() {
        return Duration.ofNanos(latestSendNanos);
    }

    /** Of the events sent from now on, as they are published. */
    public Crowd withEventBytes(int bytes) {
        eventBytes = bytes;
        return this;
    }

    /** For sockets opened from now on. With a small buffer the server notices soon that a client does not read. */
    public Crowd withReceiveBuffer(int bytes) {
        connections.withReceiveBuffer(bytes);
        return this;
    }

    String organizationId(int organization) {
        return organizationIds[organization];
    }

    /**
     * From now on, clients that their server sends away go on at this one, each after the wait it was told.
     *
     * @return what becomes of them
     */
    public Moves follow(LoadEndpoint successor) {
        return connections.follow(successor);
    }

    /** Clients that are connected and, in STOMP, subscribed. */
    public int listening() {
        return connections.listening();
    }

    /** LoadConnections that ended although this crowd had not closed them. */
    public int lostConnections() {
        return connections.lostConnections();
    }

    /** Attempts to connect that failed. */
    public int refused() {
        return connections.refused();
    }

    /** The first few reasons for which connections ended or were refused. */
    public List<String> complaints() {
        return connections.complaints();
    }

    /**
     * Opens a connection for every client that has none, a few at a time. Does not repeat failed attempts.
     *
     * @return how long it took
     */
    public Duration connect(int atATime, Duration patience) {
        return connections.connect(atATime, patience, false);
    }

    /** Likewise, from the last event each has heard of this phase; those that fail try again. */
    public Duration resume(int atATime, Duration patience) {
        return connections.connect(atATime, patience, true);
    }

    /** What became of clients that came at a pace: how many got in, in which time, and how long each of them took. */
    public record Arrivals(int letIn, Duration time, Latencies handshakes) {

        public double perSecond() {
            return letIn / (time.toNanos() / 1e9);
        }
    }

    /**
     * Opens a connection for every client at fixed moments, however many are under way. Does not repeat failed attempts.
     *
     * @param patience how long those may take that are still under way when all have come
     * @return what became of them; the time ends with the last that got in
     */
    public Arrivals arrive(Pace pace, Duration patience) {
        return connections.arrive(pace, patience);
    }

    /** Cuts all connections off at once. */
    public void drop() {
        connections.drop();
    }

    /** Listens for that time. */
    public void listen(Duration duration) {
        listenUntil(() -> false, duration);
    }

    /** @return whether the condition became true in time */
    public boolean listenUntil(BooleanSupplier condition, Duration patience) {
        return connections.listenUntil(condition, patience);
    }

    void noteRead() {
        readAt = LoadEvent.now();
    }

    void heard(LoadClient client, byte[] data, int stamp) {
        if (LoadEvent.phase(data, stamp) != phase.letter()) {
            return; // a straggler
        }
        boolean byAll = phase.heard(client, LoadEvent.number(data, stamp), readAt - LoadEvent.sentAt(data, stamp));
        if (byAll && whenAllHaveHeard != null) {
            whenAllHaveHeard.accept(client.organization());
        }
    }

    /** Starts a new phase: events sent before no longer count. */
    private Phase beginPhase() {
        int[] audience = new int[organizationIds.length];
        for (LoadClient client : connections.clients()) {
            client.hearing.restart();
            audience[client.organization()] += client.state() == LoadClient.State.LISTENING ? 1 : 0;
        }
        phase = new Phase(audience);
        return phase;
    }

    /**
     * Sends each organization an event every second until every client has heard one: a broker may still be at the last
     * subscriptions when the first events come.
     *
     * @return how many clients have heard none
     */
    public long awaitAllHearing(Publisher publisher, Duration patience) {
        Phase probe = beginPhase();
        long deadline = System.nanoTime() + patience.toNanos();
        while (probe.deaf() > 0 && System.nanoTime() < deadline) {
            publishToEach(probe, publisher);
            listenUntil(() -> probe.deaf() == 0, PROBE_PAUSE);
        }
        return probe.deaf();
    }

    private void publishToEach(Phase phase, Publisher publisher) {
        for (int organization = 0; organization < organizationIds.length; organization++) {
            publish(phase, publisher, organization);
        }
    }

    private void publish(Phase phase, Publisher publisher, int organization) {
        try {
            phase.publish(publisher, organization, organizationIds[organization], eventBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The producer has lost its connection", e);
        }
    }

    /** One event to each organization; returns when all have heard it, or after the longest wait. */
    public LoadOutcome once(Publisher publisher, Duration patience) {
        Phase once = beginPhase();
        publishToEach(once, publisher);
        listenUntil(once::isComplete, patience);
        return once.outcome();
    }

    /** Sends at fixed moments, from a thread of its own, then waits for what is still missing. */
    public LoadOutcome openLoop(Publisher publisher, Pace pace, Duration patience) {
        return openLoop(publisher, pace, () -> {}, patience);
    }

    /**
     * Likewise.
     *
     * @param meanwhile done by the calling thread as soon as every client has heard something; it keeps listening
     */
    public LoadOutcome openLoop(Publisher publisher, Pace pace, Runnable meanwhile, Duration patience) {
        Phase open = beginPhase();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(open, publisher, pace), task -> {
            Thread thread = new Thread(task, "producer");
            thread.setDaemon(true);
            thread.start();
        });
        listenUntil(() -> open.deaf() == 0 || sending.isDone(), patience);
        meanwhile.run();
        listenUntil(sending::isDone, pace.duration().plus(patience));
        sending.join();
        listenUntil(open::isComplete, patience);
        return open.outcome();
    }

    private void send(Phase open, Publisher publisher, Pace pace) {
        latestSendNanos = 0;
        pace.keep(
                burst -> {
                    for (int i = 0; i < pace.burst(); i++) {
                        publish(open, publisher, (burst * pace.burst() + i) % organizationIds.length);
                    }
                },
                late -> latestSendNanos = Math.max(latestSendNanos, late));
    }

    /**
     * Sends an organization its next event as soon as all its clients have heard one of those under way.
     *
     * @param window events of each organization under way at a time
     * @param measured what to do, listening all the while, once the loop turns
     */
    public LoadOutcome closedLoop(Publisher publisher, int window, Runnable measured, Duration patience) {
        Phase closed = beginPhase();
        whenAllHaveHeard = organization -> publish(closed, publisher, organization);
        for (int i = 0; i < window; i++) {
            publishToEach(closed, publisher);
        }
        measured.run();
        whenAllHaveHeard = null;
        listenUntil(closed::isComplete, patience);
        return closed.outcome();
    }

    /** Returns when every client has heard all events sent so far, or after the longest wait. */
    public void awaitCaughtUp(Duration patience) {
        int[] wanted = phase.sentToEach();
        Deque<LoadClient> behind = new ArrayDeque<>(connections.clients());
        listenUntil(
                () -> {
                    while (!behind.isEmpty() && hasHeard(behind.getFirst(), wanted)) {
                        behind.removeFirst();
                    }
                    return behind.isEmpty();
                },
                patience);
    }

    private static boolean hasHeard(LoadClient client, int[] wanted) {
        return client.hearing.last() >= wanted[client.organization()];
    }

    /** Deliveries of this phase so far. */
    public long delivered() {
        return phase.delivered();
    }

    @Override
    public void close() throws IOException {
        connections.close();
    }
}
