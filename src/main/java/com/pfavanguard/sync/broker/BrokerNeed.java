package com.pfavanguard.sync.broker;

/** What a process does with the broker. It decides which queues and rights the process needs there. */
public enum BrokerNeed {
    /** Reads the events from the history: the role {@code gateway}. */
    EVENTS,
    /** Takes edits and decisions by REST: the role {@code api}. */
    EDITS,
    /** Writes edits to PEMS and publishes what becomes of them: the role {@code worker}. */
    WRITES,
    /** Hears which tokens are revoked: any process that checks tokens. */
    REVOCATIONS
}
