package com.pfavanguard.sync.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a case went, all clients together.
 *
 * @param sent events and edits that were confirmed during the case
 * @param resent attempts without an answer, each sent again
 * @param lost confirmed events and results of edits that did not come, since the begin
 * @param seen what the clients saw during the case
 * @param notWrittenOnce acknowledged edits that PEMS has written never or twice
 * @param medianSilenceMs of the clients, each one's longest time without an event
 */
record Outcome(
        String name,
        int clients,
        int sent,
        int resent,
        int lost,
        Counts seen,
        List<String> notWrittenOnce,
        long medianSilenceMs,
        long longestSilenceMs) {

    Outcome assertNothingLostDoubledOrReordered() {
        assertNobodyMissesUntold();
        assertThat(seen.gaps())
                .as("recovered:false within the window: %s", this)
                .isZero();
        return this;
    }

    /** Clients may miss events if they were told so by {@code recovered:false}. */
    Outcome assertNobodyMissesUntold() {
        assertThat(lost).as("lost: %s", this).isZero();
        assertThat(seen.doubled()).as("doubled: %s", this).isZero();
        assertThat(seen.reordered()).as("reordered: %s", this).isZero();
        assertThat(notWrittenOnce).as("edits").isEmpty();
        return this;
    }

    Outcome assertSessionsStayedOpen() {
        assertThat(seen.ends()).as("sessions that ended: %s", this).isZero();
        return this;
    }
}
