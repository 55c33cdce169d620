package com.pfavanguard.sync.writequeue;

import java.time.Instant;
import java.util.Optional;

/** What the queue has to know of whoever empties it, to say when an item will be done. The worker tells. */
public interface WorkerPace {

    /** Items that can be finished in a second when nothing goes wrong; 0 if this process has no worker. */
    double itemsPerSecond();

    /** When items are taken up next: now if they are all the time, empty if never. */
    Optional<Instant> nextRunAt();
}
