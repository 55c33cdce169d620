package com.pfavanguard.sync.gateway.stream;

import java.time.Instant;

/**
 * A time in which this gateway hears no new events, long enough that its clients are told. Compared by identity: each is
 * told once to each subscription.
 */
final class Interruption {

    private final Instant since;

    /** @param since when the link to the broker went down, by this machine's clock */
    Interruption(Instant since) {
        this.since = since;
    }

    Instant since() {
        return since;
    }
}
