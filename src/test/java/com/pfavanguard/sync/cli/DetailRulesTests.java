package com.pfavanguard.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailRulesTests {

    @ParameterizedTest
    @CsvSource({
        "SYNC_QUEUED,     ''",
        "SYNC_QUEUED,     --retry-count --next-attempt-at",
        "SYNC_PROCESSING, ''",
        "SYNC_SUCCESS,    --new-version",
        "SYNC_SUCCESS,    --new-version --resolution",
        "SYNC_CONFLICT,   --conflict-id --field",
        "SYNC_FAILED,     --error --retry-count",
        "SYNC_FAILED,     --error --retry-count --pfa --url --event-id",
        "SYNC_REMOVED,    --reason",
    })
    void whatATypeTakesIsAccepted(SyncEventType type, String given) {
        assertThat(complaint(type, given)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SYNC_QUEUED,   --retry-count,     SYNC_QUEUED with --retry-count needs --next-attempt-at too",
        "SYNC_QUEUED,   --next-attempt-at, SYNC_QUEUED with --next-attempt-at needs --retry-count too",
        "SYNC_SUCCESS,  '',                SYNC_SUCCESS needs --new-version",
        "SYNC_SUCCESS,  --resolution,      SYNC_SUCCESS needs --new-version",
        "SYNC_CONFLICT, --conflict-id,     SYNC_CONFLICT needs --field",
        "SYNC_CONFLICT, --field,           SYNC_CONFLICT needs --conflict-id",
        "SYNC_FAILED,   '',                SYNC_FAILED needs --error and --retry-count",
        "SYNC_FAILED,   --error,           SYNC_FAILED needs --retry-count",
        "SYNC_REMOVED,  '',                SYNC_REMOVED needs --reason",
    })
    void whatIsMissingIsNamed(SyncEventType type, String given, String complaint) {
        assertThat(complaint(type, given)).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNC_QUEUED,     --new-version,                  --new-version",
        "SYNC_PROCESSING, --retry-count,                  --retry-count",
        "SYNC_SUCCESS,    --new-version --error,          --error",
        "SYNC_SUCCESS,    --new-version --retry-count,    --retry-count",
        "SYNC_CONFLICT,   --conflict-id --field --error,  --error",
        "SYNC_FAILED,     --error --next-attempt-at,      --next-attempt-at",
        "SYNC_FAILED,     --error --field --conflict-id,  --conflict-id and --field",
        "SYNC_FAILED,     --error --reason,               --reason",
        "SYNC_REMOVED,    --reason --retry-count,         --retry-count",
    })
    void whatBelongsToAnotherTypeIsRefused(SyncEventType type, String given, String refused) {
        assertThat(complaint(type, given))
                .hasValueSatisfying(complaint -> assertThat(complaint).startsWith(type + " takes no " + refused + ";"));
    }

    private static Optional<String> complaint(SyncEventType type, String given) {
        return DetailRules.of(type).complaint(type, List.of(given.split(" ")));
    }
}
