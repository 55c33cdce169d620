package com.pfavanguard.sync.producer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to add when Jackson's {@code jackson-core} is missing, which the Spring Boot starters for JMS do not bring. */
final class MissingJacksonFailureAnalyzer extends AbstractFailureAnalyzer<NoClassDefFoundError> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoClassDefFoundError cause) {
        String missing = String.valueOf(cause.getMessage());
        if (!missing.startsWith("tools/jackson/core/")) {
            return null;
        }
        return new FailureAnalysis(
                "The producer kit of sync-gateway writes events as JSON and needs Jackson 3, which is not on the class"
                        + " path (" + missing.replace('/', '.') + ").",
                "Add the dependency tools.jackson.core:jackson-core; Spring Boot manages its version.",
                cause);
    }
}
