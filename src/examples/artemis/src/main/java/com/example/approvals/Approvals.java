package com.example.approvals;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes approvals to the database. Clients hear of an approval once it is committed, and of no other. */
@Component
class Approvals {

    private final JdbcClient database;
    private final SyncEventPublisher events;
    private final Clock clock;

    Approvals(JdbcClient database, SyncEventPublisher events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the record is approved already */
    @Transactional
    void approve(OrganizationId organization, PfaId record, int version) {
        // Waits for the commit, so it may stand before the change.
        events.publish(new SyncSuccess(EventId.random(), organization, record, clock.instant(), version));
        database.sql("insert into approval (organization_id, pfa_id) values (?, ?)")
                .params(organization.value(), record.value())
                .update();
    }
}
