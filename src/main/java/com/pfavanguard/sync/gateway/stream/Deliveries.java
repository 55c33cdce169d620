package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.ThreadCounts;
import com.pfavanguard.sync.gateway.WeightedHistogram;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Counts what is handed to sockets, and how long it took to get there. Told once for up to 64 sessions that took the same
 * {@link Batch}, not for each delivery (decision 0062). Times are the broker's, so that this machine's clock may be
 * wrong. Each thread has a {@link Tally}.
 */
final class Deliveries {

    // Stamps have milliseconds; below that everything is "at once".
    private static final long[] LATENCY_MS = {
        1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000
    };

    private static final long[] FAN_OUT_MICROS = {
        25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000
    };

    private static final int PROTOCOLS = ClientProtocol.values().length;

    private final BrokerTime time;
    private final ThreadCounts counts = new ThreadCounts();

    // Slots. Of events and bytes there is one for each protocol.
    private final int events = counts.allocate(PROTOCOLS);
    private final int bytes = counts.allocate(PROTOCOLS);
    private final int replayed = counts.allocate(1);
    private final int snapshotMessages = counts.allocate(1);

    private final WeightedHistogram fromBroker;
    private final WeightedHistogram fromProducer;
    private final WeightedHistogram fanOut;

    Deliveries(BrokerTime time, MeterRegistry meters) {
        this.time = time;
        for (ClientProtocol protocol : ClientProtocol.values()) {
            counter("sync.gateway.deliveries", events + protocol.ordinal())
                    .tag("protocol", protocol.label())
                    .register(meters);
            counter("sync.gateway.sent.bytes", bytes + protocol.ordinal())
                    .tag("protocol", protocol.label())
                    .register(meters);
        }
        counter("sync.gateway.replayed.events", replayed).register(meters);
        counter("sync.gateway.snapshot.messages", snapshotMessages).register(meters);
        this.fromBroker = WeightedHistogram.register(
                counts,
                meters,
                "sync.gateway.delivery.latency.seconds",
                "Time from an event's arrival at the broker until it is handed to a client's socket, one value for each"
                        + " delivery",
                1_000,
                LATENCY_MS);
        this.fromProducer = WeightedHistogram.register(
                counts,
                meters,
                "sync.gateway.end.to.end.latency.seconds",
                "Time from the timestamp that an event's producer gave it until it is handed to a client's socket, one"
                        + " value for each delivery",
                1_000,
                LATENCY_MS);
        this.fanOut = WeightedHistogram.register(
                counts,
                meters,
                "sync.gateway.fan.out.seconds",
                "Time that one thread takes to serve its share of an organization's sessions once",
                1_000_000,
                FAN_OUT_MICROS);
    }

    private FunctionCounter.Builder<ThreadCounts> counter(String name, int slot) {
        return FunctionCounter.builder(name, counts, all -> all.sum(slot));
    }

    /** What the calling thread has handed to sockets. */
    Tally ofThread() {
        return new Tally(counts.ofThread());
    }

    /** Counts for one thread. */
    final class Tally {

        private final ThreadCounts.Local local;

        private Tally(ThreadCounts.Local local) {
            this.local = local;
        }

        /**
         * Sessions have taken the first events of a batch.
         *
         * @param howMany of the batch's events
         * @param bytesEach what one session was given
         * @param at when the last of them took it, by {@link BrokerTime#nanos}
         * @param live sessions that had all earlier events, so that their latency tells how fast the gateway is
         * @param catchingUp sessions that are still getting what they missed
         */
        void taken(
                ClientProtocol protocol, Batch batch, int howMany, long bytesEach, long at, int live, int catchingUp) {
            local.add(events + protocol.ordinal(), (long) howMany * (live + catchingUp));
            local.add(bytes + protocol.ordinal(), bytesEach * (live + catchingUp));
            if (catchingUp > 0) {
                local.add(replayed, (long) howMany * catchingUp);
            }
            if (live > 0) {
                long now = time.estimate(at);
                for (int i = 0; i < howMany; i++) {
                    fromBroker.record(local, Math.max(0, now - batch.arrivedAt(i)), live);
                    fromProducer.record(local, Math.max(0, now - batch.producedAt(i)), live);
                }
            }
        }

        /** Sessions have been given one message of a snapshot. */
        void takenOfSnapshot(ClientProtocol protocol, long bytesEach, int sessions) {
            local.add(bytes + protocol.ordinal(), bytesEach * sessions);
            local.add(snapshotMessages, sessions);
        }

        /** A session has been given a greeting or a notice. */
        void takenAlone(ClientProtocol protocol, long itsBytes) {
            local.add(bytes + protocol.ordinal(), itsBytes);
        }

        /** The thread has served its share of an organization's sessions once. */
        void served(long nanos) {
            fanOut.record(local, TimeUnit.NANOSECONDS.toMicros(nanos), 1);
        }
    }
}
