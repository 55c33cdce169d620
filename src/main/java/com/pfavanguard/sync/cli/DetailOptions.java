package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncQueued.Retry;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code publish} that go into an event's {@code details}; each type takes its own and no others. */
final class DetailOptions {

    static final String NEW_VERSION = "--new-version";
    static final String RESOLUTION = "--resolution";
    static final String CONFLICT_ID = "--conflict-id";
    static final String FIELD = "--field";
    static final String ERROR = "--error";
    static final String RETRY_COUNT = "--retry-count";
    static final String NEXT_ATTEMPT_AT = "--next-attempt-at";

    @Option(names = NEW_VERSION, paramLabel = "N", description = "The record's version from now on.")
    private @Nullable Integer newVersion;

    @Option(names = RESOLUTION, paramLabel = "HOW", description = "How a conflict ended: use_pems.")
    private @Nullable String resolution;

    @Option(names = CONFLICT_ID, paramLabel = "ID", description = "The conflict record.")
    private @Nullable String conflictId;

    @Option(names = FIELD, paramLabel = "NAME", description = "A field in conflict; repeat for more.")
    private List<String> fields = List.of();

    @Option(names = ERROR, paramLabel = "TEXT", description = "What users read.")
    private @Nullable String error;

    @Option(names = RETRY_COUNT, paramLabel = "N", description = "Retries used.")
    private @Nullable Integer retryCount;

    @Option(names = NEXT_ATTEMPT_AT, paramLabel = "ISO", description = "Earliest moment of the next attempt.")
    private @Nullable Instant nextAttemptAt;

    /**
     * The event these options describe.
     *
     * @throws IllegalArgumentException if a value is impossible; which options are there was checked before
     */
    SyncEvent event(SyncEventType type, EventId id, OrganizationId organizationId, PfaId pfaId, Instant now) {
        return switch (type) {
            case SYNC_QUEUED -> new SyncQueued(id, organizationId, pfaId, now, retry());
            case SYNC_PROCESSING -> new SyncProcessing(id, organizationId, pfaId, now);
            case SYNC_SUCCESS ->
                new SyncSuccess(id, organizationId, pfaId, now, Objects.requireNonNull(newVersion), resolution);
            case SYNC_CONFLICT ->
                new SyncConflict(id, organizationId, pfaId, now, Objects.requireNonNull(conflictId), fields);
            case SYNC_FAILED ->
                new SyncFailed(
                        id,
                        organizationId,
                        pfaId,
                        now,
                        Objects.requireNonNull(error),
                        Objects.requireNonNull(retryCount));
        };
    }

    private @Nullable Retry retry() {
        return retryCount == null || nextAttemptAt == null ? null : new Retry(retryCount, nextAttemptAt);
    }
}
