package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The events of one write that never happens, each stamped with the time at which it is published.
 *
 * @param newVersion the record's version after a success
 */
record SampleWrite(OrganizationId organizationId, PfaId pfaId, Outcome outcome, int newVersion) {

    // The write queue's wait before the first retry.
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /** The events in order, the first of them always {@link SyncQueued}. */
    List<Function<Instant, SyncEvent>> events() {
        return switch (outcome) {
            case SUCCESS -> List.of(this::queued, this::processing, this::success);
            case RETRY -> List.of(this::queued, this::processing, this::retry, this::processing, this::success);
            case CONFLICT -> List.of(this::queued, this::processing, this::conflict);
            case FAILED -> List.of(this::queued, this::processing, this::failed);
        };
    }

    private SyncEvent queued(Instant at) {
        return new SyncQueued(EventId.random(), organizationId, pfaId, at);
    }

    private SyncEvent processing(Instant at) {
        return new SyncProcessing(EventId.random(), organizationId, pfaId, at);
    }

    private SyncEvent retry(Instant at) {
        SyncQueued.Retry retry = new SyncQueued.Retry(1, at.plus(FIRST_RETRY));
        return new SyncQueued(EventId.random(), organizationId, pfaId, at, retry);
    }

    private SyncEvent success(Instant at) {
        return new SyncSuccess(EventId.random(), organizationId, pfaId, at, newVersion);
    }

    private SyncEvent conflict(Instant at) {
        List<String> fields = List.of("forecastEnd", "monthlyRate");
        return new SyncConflict(
                EventId.random(), organizationId, pfaId, at, UUID.randomUUID().toString(), fields);
    }

    private SyncEvent failed(Instant at) {
        String error = "PEMS refused the change: the forecast ends before it starts";
        return new SyncFailed(EventId.random(), organizationId, pfaId, at, error, 0);
    }
}
