package com.pfavanguard.sync.dotenv;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns an {@link InvalidDotEnvException} into the text that Boot prints. Listed in spring.factories. */
class InvalidDotEnvFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDotEnvException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidDotEnvException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct the file, or remove it. A line is NAME=value, as in SYNC_SECURITY_MODE=jwt.",
                cause);
    }
}
