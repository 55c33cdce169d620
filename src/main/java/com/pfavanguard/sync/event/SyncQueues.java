package com.pfavanguard.sync.event;

/** Names of the broker's queues; each is also the name of its address. The broker module declares them. */
public final class SyncQueues {

    /** Items that wait for PEMS or are being worked on. */
    public static final String WRITE = "pems.write";

    /**
     * Items that have failed for good, for 30 days or until they are retried or removed. Also the dead letters of
     * {@link #WRITE}.
     */
    public static final String FAILED = "pems.write.failed";

    /**
     * Failed items whose time is over: the expiry address of {@link #FAILED}. They stay until a worker has told of them,
     * usually some seconds.
     */
    public static final String EXPIRED = "pems.write.failed.expired";

    /** Answers to requests with an {@code Idempotency-Key}, for 24 hours. */
    public static final String REQUESTS = "pems.write.requests";

    /** Unresolved conflicts. */
    public static final String CONFLICTS = "pems.conflicts";

    /** Decided conflicts, for a while. */
    public static final String RESOLVED_CONFLICTS = "pems.conflicts.resolved";

    /** Always empty; the process with its only consumer is the one that writes to PEMS. */
    public static final String WORKER = "pems.worker";

    /** The latest figures of each organization and process. */
    public static final String FIGURES = "pems.figures";

    /** Property of the messages in {@link #FIGURES}; of those with the same value the broker keeps the last. */
    public static final String FIGURES_KEY = "figuresKey";

    /** Revoked tokens; each process reads them, none takes them out. */
    public static final String CONTROL = "sync-control.revocations";

    /** Organizations whose edits are not written to PEMS for now; each process reads them, none takes them out. */
    public static final String PAUSES = "sync-control.pauses";

    /**
     * Property of the messages in {@link #CONTROL} and {@link #PAUSES}; of those with the same value the broker keeps the
     * last.
     */
    public static final String CONTROL_KEY = "controlKey";

    /**
     * The last event of each record, kept by one gateway at a time for all. Not below {@code sync.}: every word there is
     * an organization, and all messages there are copied into the history.
     */
    public static final String STATES = "sync-states.records";

    /** Property of the messages in {@link #STATES}; of those with the same value the broker keeps the last. */
    public static final String STATES_KEY = "stateKey";

    /** Always empty; the gateway with its only consumer is the one that writes to {@link #STATES}. */
    public static final String STATES_KEEPER = "sync-states.keeper";

    private SyncQueues() {}
}
