package com.pfavanguard.sync.pems;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a missing PEMS into the "description, action" text Boot prints. Named in spring.factories. */
class PemsMissingFailureAnalyzer extends AbstractFailureAnalyzer<PemsMissingException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PemsMissingException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Choose one of three: set sync.pems.base-url, sync.pems.username and sync.pems.password to write to the"
                        + " real PEMS (environment: SYNC_PEMS_BASEURL, SYNC_PEMS_USERNAME, SYNC_PEMS_PASSWORD); or"
                        + " sync.pems.stand-in.enabled=true to try things out with made-up records (environment:"
                        + " SYNC_PEMS_STANDIN_ENABLED=true); or sync.roles without worker and producer, such as"
                        + " sync.roles=gateway,api, for a process that leaves writing to PEMS to another one.",
                cause);
    }
}
