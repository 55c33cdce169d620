package com.pfavanguard.sync.benchmark.load;

/**
 * What became of the events of a stretch.
 *
 * @param events sent
 * @param delivered deliveries, each event to each client once
 * @param lost deliveries that have not come
 * @param late deliveries that came after a later event's
 * @param twice deliveries that came again
 * @param latencies from before the producer's write to after the client's read, each delivery
 * @param lastLatencies likewise, of the last client of each event
 */
public record Outcome(
        long events, long delivered, long lost, long late, long twice, Latencies latencies, Latencies lastLatencies) {

    /** Every event once to every client, in order. */
    public boolean isSound() {
        return lost == 0 && late == 0 && twice == 0;
    }

    /** What was wrong, in a few words. */
    public String faults() {
        return "%,d lost, %,d out of order, %,d twice of %,d".formatted(lost, late, twice, delivered + lost);
    }
}
