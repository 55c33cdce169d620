package com.pfavanguard.sync.cli.load;

/**
 * How the events of one phase were delivered.
 *
 * @param events sent
 * @param latencies from before the producer's write to after the client's read, each delivery
 * @param lastLatencies likewise, of the last client of each event
 */
public record LoadOutcome(long events, Count count, Latencies latencies, Latencies lastLatencies) {

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
     * @param delivered deliveries that arrived
     * @param lost deliveries that did not arrive
     * @param late deliveries that arrived after those of a later event
     * @param twice deliveries that arrived again
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
