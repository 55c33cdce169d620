package com.pfavanguard.sync.benchmark.load;

/**
 * What became of the events of a stretch.
 *
 * @param events sent
 * @param latencies from before the producer's write to after the client's read, each delivery
 * @param lastLatencies likewise, of the last client of each event
 */
public record Outcome(long events, Count count, Latencies latencies, Latencies lastLatencies) {

    /** Deliveries, each event to each client once. */
    public long delivered() {
        return count.delivered();
    }

    /** Whether every event came once to every client, in order. */
    public boolean isSound() {
        return count.isSound();
    }

    /**
     * How deliveries went.
     *
     * @param delivered those that have come
     * @param lost those that have not
     * @param late those that came after a later event's
     * @param twice those that came again
     */
    public record Count(long delivered, long lost, long late, long twice) {

        public boolean isSound() {
            return lost == 0 && late == 0 && twice == 0;
        }

        public Count plus(Count other) {
            return new Count(delivered + other.delivered, lost + other.lost, late + other.late, twice + other.twice);
        }

        /** What was wrong, in a few words. */
        @Override
        public String toString() {
            return "%,d lost, %,d out of order, %,d twice of %,d deliveries"
                    .formatted(lost, late, twice, delivered + lost);
        }
    }
}
