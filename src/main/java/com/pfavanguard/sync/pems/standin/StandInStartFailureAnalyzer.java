package com.pfavanguard.sync.pems.standin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a failed start of the stand-in into the "description, action" text Boot prints. Named in spring.factories. */
class StandInStartFailureAnalyzer extends AbstractFailureAnalyzer<StandInStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StandInStartException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Stop what uses port " + cause.port() + ", choose another with sync.pems.stand-in.port (0 for any free"
                        + " one), or set sync.pems.base-url to use a real PEMS.",
                cause);
    }
}
