package com.pfavanguard.sync.cli.load;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a {@link Crowd} on their way from a server that sent them away to another one: when each is due there,
 * and how long it took. Used by the crowd's thread only.
 */
public final class Moves {

    private static final long AGAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Due(LoadClient client, long atNanos) {}

    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atNanos));
    private final Map<LoadClient, Due> onTheWay = new HashMap<>();
    private final Map<Long, Integer> connectsOfSecond = new HashMap<>();
    private final long began = System.nanoTime();
    private int arrived;
    private int refused;
    private long longestOverdueNanos;
    private long longestWaitMs;
    private long lastArrivalNanos;

    Moves() {}

    void sentAway(LoadClient client, long waitMs) {
        longestWaitMs = Math.max(longestWaitMs, waitMs);
        Due next = new Due(client, now() + TimeUnit.MILLISECONDS.toNanos(waitMs));
        onTheWay.put(client, next);
        due.add(next);
    }

    private long now() {
        return System.nanoTime() - began;
    }

    @Nullable LoadClient pollDue() {
        Due next = due.peek();
        if (next == null || next.atNanos() > now()) {
            return null;
        }
        due.remove();
        return next.client();
    }

    void connecting() {
        connectsOfSecond.merge(now() / SECOND_NANOS, 1, Integer::sum);
    }

    void arrived(LoadClient client) {
        Due asTold = onTheWay.remove(client);
        if (asTold != null) {
            arrived++;
            lastArrivalNanos = now();
            longestOverdueNanos = Math.max(longestOverdueNanos, lastArrivalNanos - asTold.atNanos());
        }
    }

    void refused(LoadClient client) {
        if (onTheWay.containsKey(client)) {
            refused++;
            due.add(new Due(client, now() + AGAIN_AFTER_NANOS));
        }
    }

    /** Clients that are listening at the other server. */
    public int arrived() {
        return arrived;
    }

    /** Attempts that failed; each was made again. */
    public int refused() {
        return refused;
    }

    /** The longest wait that a client was told. */
    public double longestWaitSeconds() {
        return longestWaitMs / 1e3;
    }

    /** How long after the moment it was told the latest client was listening. */
    public double longestOverdueSeconds() {
        return longestOverdueNanos / 1e9;
    }

    /** From the start until the last client was listening. */
    public double seconds() {
        return lastArrivalNanos / 1e9;
    }

    /** The highest number of connects within one second. */
    public int mostConnectsPerSecond() {
        return connectsOfSecond.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}
