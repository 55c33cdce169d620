package com.pfavanguard.sync.writequeue;

import java.util.List;

/**
 * Why an item has failed for good.
 *
 * @param code for programs: one of domain.md, "PEMS error codes", or of our own
 * @param error for the user, short and plain
 * @param retryCount retries used
 */
public record Failure(String code, String error, int retryCount) {

    /** The codes of our own; all others are those of {@link com.pfavanguard.sync.pems.PemsErrorCode}. */
    static final List<String> OWN_CODES =
            List.of("INVALID_ITEM", "INTERNAL_ERROR", "VALIDATION_FAILED", "TOO_MANY_CONFLICTS", "BASE_VERSION_AHEAD");
}
