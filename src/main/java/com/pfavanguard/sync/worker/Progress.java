package com.pfavanguard.sync.worker;

import java.time.Instant;

/** What has become of an item, once the transaction of the step has been committed. */
sealed interface Progress {

    /** It is out of the queue. */
    record Ended() implements Progress {}

    /** It waits in the queue for an attempt at that time. */
    record Waits(String itemId, Instant nextAttemptAt) implements Progress {}
}
