package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEventType;

/** Counts events by what became of them. Safe for any thread. */
interface PublishCounts {

    /** Counts nothing, for applications without Micrometer's {@code MeterRegistry}. */
    PublishCounts NONE = new PublishCounts() {
        @Override
        public void count(SyncEventType type, PublishOutcome outcome) {}

        @Override
        public void countRetry() {}
    };

    void count(SyncEventType type, PublishOutcome outcome);

    /** Counts an attempt after the first one. */
    void countRetry();
}
