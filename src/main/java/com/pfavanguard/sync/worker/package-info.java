/**
 * Takes items from the queue and writes them to PEMS: how fast, how often, and how each one ends. Every item ends in
 * exactly one of SYNC_SUCCESS, SYNC_CONFLICT and SYNC_FAILED; a failed one that expires, in SYNC_REMOVED. Worker starts
 * the WorkerThreads; each of them makes one WorkStep after another, in which ItemTaker takes an item and ItemWorker
 * handles it.
 */
@ApplicationModule(
        allowedDependencies = {
            "conflict",
            "event",
            "messaging",
            "pauses",
            "pems",
            "producer",
            "roles",
            "security",
            "vital",
            "web",
            "writequeue"
        })
@NullMarked
package com.pfavanguard.sync.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
