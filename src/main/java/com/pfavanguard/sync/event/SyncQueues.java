package com.pfavanguard.sync.event;

/** The names of the broker's queues, each also the name of its address. The broker module declares them. */
public final class SyncQueues {

    /** Items waiting for PEMS, and those being worked on. */
    public static final String WRITE = "pems.write";

    /** Failed for good: until somebody retries or removes them, or for 30 days. Also the dead letters of the first. */
    public static final String FAILED = "pems.write.failed";

    /** For 24 hours, what was answered to a request with an {@code Idempotency-Key}. */
    public static final String REQUESTS = "pems.write.requests";

    /** Conflicts nobody has decided yet. */
    public static final String CONFLICTS = "pems.conflicts";

    /** Decided conflicts, for a while. */
    public static final String RESOLVED_CONFLICTS = "pems.conflicts.resolved";

    /** Always empty; whoever has its only consumer is the process that works. */
    public static final String WORKER = "pems.worker";

    /** How the items of each organization fare: of each process that writes, its latest figures. */
    public static final String FIGURES = "pems.figures";

    /** Property of the messages there; of those with the same value only the last is kept. */
    public static final String FIGURES_KEY = "figuresKey";

    /** What all processes must know, such as whose tokens are no longer good; read by all and emptied by none. */
    public static final String CONTROL = "sync-control.revocations";

    /** Property of the messages there; of those with the same value only the last is kept. */
    public static final String CONTROL_KEY = "controlKey";

    private SyncQueues() {}
}
