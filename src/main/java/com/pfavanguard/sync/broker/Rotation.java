package com.pfavanguard.sync.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the broker that accepts this process among several addresses, of which usually one is live (decision 0041).
 *
 * <p>Tries one address after another, each in a thread of its own. An address that fails, such as a backup whose port is
 * closed, is passed over at once. For one that does not answer the next address waits a quarter of a second at most, and
 * the first that succeeds wins. Attempts without an answer go on beyond the round: a slow broker has the time it needs,
 * while its silence costs the others nothing.
 *
 * @param <A> an address; equal addresses are the same
 * @param <C> a connection that the broker has accepted
 */
public final class Rotation<A, C extends AutoCloseable> {

    private static final Logger log = LoggerFactory.getLogger(Rotation.class);

    // RFC 8305, section 8, "Connection Attempt Delay".
    private static final Duration HEAD_START = Duration.ofMillis(250);

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(1);

    /** Connects and logs in. Must end by itself: nothing interrupts it. */
    public interface Attempt<A, C> {
        C connect(A address) throws Exception;
    }

    private final String threadName;
    private final Supplier<List<A>> addresses;
    private final Attempt<A, C> attempt;

    private final Map<A, Try> underWay = new ConcurrentHashMap<>();
    private final BlockingQueue<Try> ended = new LinkedBlockingQueue<>();

    private volatile @Nullable A last;
    private volatile boolean skipLast;

    /**
     * @param threadName of the threads that connect
     * @param addresses looked up for each round
     */
    public Rotation(String threadName, Supplier<List<A>> addresses, Attempt<A, C> attempt) {
        this.threadName = threadName;
        this.addresses = addresses;
        this.attempt = attempt;
    }

    /**
     * Tries each address once, for a second or so together. Begins with the one that accepted last, unless {@link
     * #passOver} was called. For one thread at a time.
     *
     * @throws NoBrokerException if no address accepts in time; the message says why, for each address
     */
    public C connect() throws NoBrokerException {
        C late = await(System.nanoTime(), new LinkedHashMap<>(), null);
        if (late != null) {
            return late;
        }
        List<A> order = inOrder(addresses.get());
        Duration headStart = min(HEAD_START, LONGEST_ROUND.dividedBy(order.size() + 1L));
        long end = System.nanoTime() + LONGEST_ROUND.toNanos();
        Map<A, Exception> failures = new LinkedHashMap<>();
        for (A address : order) {
            boolean fresh = underWay.get(address) == null;
            if (fresh) {
                begin(address);
            }
            // One that has been under way since an earlier round has had its head start.
            long until = fresh ? System.nanoTime() + headStart.toNanos() : System.nanoTime();
            C connection = await(until, failures, address);
            if (connection != null) {
                return connection;
            }
        }
        C connection = await(end, failures, null);
        if (connection != null) {
            return connection;
        }
        throw new NoBrokerException(described(order, failures), failures.values());
    }

    /** Lets the next round begin with this address. Safe for any thread. */
    void startWith(A address) {
        last = address;
        skipLast = false;
    }

    /** Lets the next round begin behind the address that accepted last, since it has stopped to answer. */
    public void passOver() {
        skipLast = true;
    }

    /** Closes what attempts under way may still bring. Safe for any thread. */
    public void abandon() {
        underWay.values().forEach(Try::abandon);
        underWay.clear();
        for (Try late = ended.poll(); late != null; late = ended.poll()) {
            late.abandon();
        }
    }

    private List<A> inOrder(List<A> all) {
        A accepted = last;
        int at = accepted == null ? -1 : all.indexOf(accepted);
        int from = at < 0 ? 0 : skipLast ? at + 1 : at;
        List<A> order = new ArrayList<>(all.subList(from, all.size()));
        order.addAll(all.subList(0, from));
        return order;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void begin(A address) {
        Try begun = new Try(address);
        underWay.put(address, begun);
        Thread thread = new Thread(begun, threadName);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Error e) { // no thread can be had at present
            underWay.remove(address, begun);
            throw e;
        }
    }

    /** Waits until an attempt succeeds, until none is under way, or until that to {@code awaited} has failed. */
    private @Nullable C await(long until, Map<A, Exception> failures, @Nullable A awaited) {
        while (true) {
            Try next = poll(until);
            if (next == null) {
                return null;
            }
            underWay.remove(next.address, next);
            C connection = next.connection;
            if (connection != null) {
                last = next.address;
                skipLast = false;
                abandon();
                return connection;
            }
            failures.put(next.address, next.failure());
            if (next.address.equals(awaited) || awaited == null && underWay.isEmpty()) {
                return null;
            }
        }
    }

    private @Nullable Try poll(long until) {
        if (underWay.isEmpty()) {
            return ended.poll();
        }
        try {
            return ended.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private String described(List<A> order, Map<A, Exception> failures) {
        if (order.isEmpty()) {
            return "no IP address is known for " + addresses;
        }
        return order.stream()
                .map(address -> (order.size() == 1 ? "" : address + ": ") + reason(failures.get(address)))
                .collect(Collectors.joining("; "));
    }

    private static String reason(@Nullable Exception failure) {
        if (failure == null) {
            return "no answer yet";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private final class Try implements Runnable {

        private final A address;
        private @Nullable C connection;
        private @Nullable Throwable failure;
        private boolean abandoned;

        Try(A address) {
            this.address = address;
        }

        @Override
        public void run() {
            C made = null;
            Throwable failed = null;
            try {
                made = attempt.connect(address);
            } catch (Throwable e) { // or the address would be under way for ever
                failed = e;
            }
            boolean wanted = end(made, failed);
            if (!wanted && made != null) {
                close(made);
            }
        }

        private synchronized boolean end(@Nullable C made, @Nullable Throwable failed) {
            if (abandoned) {
                return false;
            }
            connection = made;
            failure = failed;
            ended.add(this);
            return true;
        }

        synchronized Exception failure() {
            return failure instanceof Exception e ? e : new IllegalStateException(String.valueOf(failure), failure);
        }

        synchronized void abandon() {
            abandoned = true;
            C made = connection;
            connection = null;
            if (made != null) {
                close(made);
            }
        }

        private void close(C made) {
            try {
                made.close();
            } catch (Exception e) {
                log.debug("A connection that is not needed did not close cleanly", e);
            }
        }
    }
}
