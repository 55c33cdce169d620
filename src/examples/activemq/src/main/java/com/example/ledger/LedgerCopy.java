package com.example.ledger;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Copies one record, and tells every open screen of the organization how far it is. */
@Component
class LedgerCopy {

    private final SyncEventPublisher events;
    private final Ledger ledger;
    private final Clock clock;

    LedgerCopy(SyncEventPublisher events, Ledger ledger, Clock clock) {
        this.events = events;
        this.ledger = ledger;
        this.clock = clock;
    }

    void copy(OrganizationId organization, PfaId record) {
        events.publish(new SyncQueued(EventId.random(), organization, record, clock.instant()));
        events.publish(new SyncProcessing(EventId.random(), organization, record, clock.instant()));
        try {
            int version = ledger.copy(record);
            events.publish(new SyncSuccess(EventId.random(), organization, record, clock.instant(), version));
        } catch (LedgerException e) {
            events.publish(new SyncFailed(EventId.random(), organization, record, clock.instant(), e.getMessage(), 0));
        }
    }
}
