package com.pfavanguard.sync.producer;

/** What became of an event that was to be published, as far as the publisher knows. */
enum PublishOutcome {
    /** The broker has it on disk. */
    PUBLISHED,
    /** It was sent in a JMS transaction; whether that is committed is not known here. */
    IN_TRANSACTION,
    /** The broker did not take it. */
    FAILED,
    /** The transaction that it waited for was rolled back. */
    ROLLED_BACK
}
