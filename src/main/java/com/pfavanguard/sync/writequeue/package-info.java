/**
 * Accepts edits over REST and holds them in the write queue until the worker writes them to PEMS; lists, retries and
 * removes failed items; publishes the events of every item ({@link com.pfavanguard.sync.writequeue.ItemEvents}); shows
 * the state of each organization. What happens to an item is the worker's decision.
 */
@ApplicationModule(
        allowedDependencies = {
            "api",
            "event",
            "messaging",
            "pauses",
            "pems",
            "producer",
            "roles",
            "security",
            "vital",
            "web"
        })
@NullMarked
package com.pfavanguard.sync.writequeue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
