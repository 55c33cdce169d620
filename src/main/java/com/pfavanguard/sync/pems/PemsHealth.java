package com.pfavanguard.sync.pems;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a health check of PEMS.
 *
 * @param latency how long the answer took, or how long we waited in vain
 * @param errorOrNull the fault, if there is one; safe to show
 */
public record PemsHealth(
        boolean healthy, Duration latency, @Nullable String errorOrNull) {

    public Optional<String> error() {
        return Optional.ofNullable(errorOrNull);
    }
}
