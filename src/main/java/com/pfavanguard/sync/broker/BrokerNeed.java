package com.pfavanguard.sync.broker;

/** What a process does with the broker. It decides which queues and rights the process needs there. */
public enum BrokerNeed {
    /** Reads the events from the history: the role {@code gateway}. */
    EVENTS,
    /** Works on edits and publishes what becomes of them: the role {@code producer}. */
    EDITS,
    /** Hears which tokens are revoked: any process that checks tokens. */
    REVOCATIONS
}
