package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One event in the documented sequence of an edit (domain.md, "Sequence of events").
 *
 * @param what the event, as printed to users
 */
record Step(String what, Predicate<SyncEvent> fits) {

    static Step queued() {
        return new Step(
                "SYNC_QUEUED",
                event -> event instanceof SyncQueued queued && queued.retry().isEmpty());
    }

    static Step queuedAgain(int retryCount) {
        return new Step(
                "SYNC_QUEUED with retryCount " + retryCount,
                event -> event instanceof SyncQueued queued
                        && queued.retry()
                                .filter(retry -> retry.retryCount() == retryCount)
                                .isPresent());
    }

    static Step processing() {
        return new Step("SYNC_PROCESSING", SyncProcessing.class::isInstance);
    }

    static Step written(int newVersion) {
        return new Step(
                "SYNC_SUCCESS with version " + newVersion,
                event -> event instanceof SyncSuccess success
                        && success.newVersion() == newVersion
                        && success.resolution().isEmpty());
    }

    static Step keptAsInPems(int version) {
        return new Step(
                "SYNC_SUCCESS with version " + version + " and resolution " + SyncSuccess.USE_PEMS,
                event -> event instanceof SyncSuccess success
                        && success.newVersion() == version
                        && success.resolution().isPresent());
    }

    static Step disputed(Set<String> fields) {
        return new Step(
                "SYNC_CONFLICT on " + String.join(", ", fields),
                event -> event instanceof SyncConflict conflict
                        && Set.copyOf(conflict.conflictingFields()).equals(fields));
    }

    static Step failed(int retryCount) {
        return new Step(
                "SYNC_FAILED with retryCount " + retryCount,
                event -> event instanceof SyncFailed failed && failed.retryCount() == retryCount);
    }

    /** Returns the sequence of an edit without retries or conflicts. */
    static List<Step> toVersion(int newVersion) {
        return List.of(queued(), processing(), written(newVersion));
    }
}
