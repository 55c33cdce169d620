package com.pfavanguard.sync.writequeue;

import java.time.Instant;
import java.util.Optional;

/** Tells how fast the worker empties the queue, to estimate when an item will be done. Implemented by the worker. */
public interface WorkerPace {

    /** The pace of a process without a worker: unknown. */
    WorkerPace NONE = new WorkerPace() {

        @Override
        public double itemsPerSecond() {
            return 0;
        }

        @Override
        public Optional<Instant> nextRunAt() {
            return Optional.empty();
        }
    };

    /** Items per second when nothing goes wrong; 0 if this process has no worker. */
    double itemsPerSecond();

    /** When items are taken next: now if always, empty if never. */
    Optional<Instant> nextRunAt();
}
