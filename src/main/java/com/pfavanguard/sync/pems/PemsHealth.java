package com.pfavanguard.sync.pems;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How PEMS is doing.
 *
 * @param latency how long the answer took, or how long we waited for none
 * @param errorOrNull what is wrong, if something is; safe to show
 */
public record PemsHealth(
        boolean healthy, Duration latency, @Nullable String errorOrNull) {

    public Optional<String> error() {
        return Optional.ofNullable(errorOrNull);
    }
}
