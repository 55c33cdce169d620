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
import com.pfavanguard.sync.event.SyncRemoved;
import com.pfavanguard.sync.event.SyncSuccess;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Defines the options of {@code publish} that become an event's {@code details}. Each type accepts only its own, see
 * DetailRules.
 */
final class DetailOptions {

    static final String NEW_VERSION = "--new-version";
    static final String RESOLUTION = "--resolution";
    static final String CONFLICT_ID = "--conflict-id";
    static final String FIELD = "--field";
    static final String ERROR = "--error";
    static final String RETRY_COUNT = "--retry-count";
    static final String NEXT_ATTEMPT_AT = "--next-attempt-at";
    static final String REASON = "--reason";

    @Option(names = NEW_VERSION, paramLabel = "N", description = "The new version of the record.")
    private @Nullable Integer newVersion;

    @Option(names = RESOLUTION, paramLabel = "HOW", description = "How the conflict was resolved: use_pems.")
    private @Nullable String resolution;

    @Option(names = CONFLICT_ID, paramLabel = "ID", description = "Id of the conflict.")
    private @Nullable String conflictId;

    @Option(names = FIELD, paramLabel = "NAME", description = "A field in conflict; repeat for more.")
    private List<String> fields = List.of();

    @Option(names = ERROR, paramLabel = "TEXT", description = "The error text for users.")
    private @Nullable String error;

    @Option(names = RETRY_COUNT, paramLabel = "N", description = "Number of retries so far.")
    private @Nullable Integer retryCount;

    @Option(names = NEXT_ATTEMPT_AT, paramLabel = "ISO", description = "Earliest time of the next attempt, in UTC.")
    private @Nullable Instant nextAttemptAt;

    @Option(names = REASON, paramLabel = "WHY", description = "Why the failed edit is gone: given_up or expired.")
    private @Nullable String reason;

    /**
     * Builds the event that these options describe.
     *
     * @throws IllegalArgumentException if a value is invalid; DetailRules has checked before which options are present
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
            case SYNC_REMOVED ->
                new SyncRemoved(id, organizationId, pfaId, now, SyncRemoved.Reason.of(Objects.requireNonNull(reason)));
        };
    }

    private @Nullable Retry retry() {
        return retryCount == null || nextAttemptAt == null ? null : new Retry(retryCount, nextAttemptAt);
    }
}
