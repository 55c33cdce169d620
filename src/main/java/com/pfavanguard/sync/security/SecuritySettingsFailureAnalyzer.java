package com.pfavanguard.sync.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns settings that are not safe into the short "description, action" text Boot prints. Named in spring.factories. */
class SecuritySettingsFailureAnalyzer extends AbstractFailureAnalyzer<SecuritySettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SecuritySettingsException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
