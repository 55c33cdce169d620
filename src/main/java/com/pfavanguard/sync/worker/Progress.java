package com.pfavanguard.sync.worker;

import java.time.Duration;

/** What became of an item, once the transaction of the step has been committed. */
sealed interface Progress {

    /** The item has left the queue. */
    record Ended() implements Progress {}

    /**
     * The item waits in the queue for its next attempt.
     *
     * @param suspect whether the last attempt got no answer
     */
    record Waits(String itemId, Duration delay, boolean suspect) implements Progress {}
}
