package com.example.ledger;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_PROCESSING;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_QUEUED;
import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.producer.test.SyncEvents;
import com.pfavanguard.sync.producer.test.SyncEventsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@ExtendWith(SyncEventsExtension.class)
class LedgerCopyTests {

    private static final OrganizationId ORG_RIO = new OrganizationId("org-rio");

    @Autowired
    private LedgerCopy copy;

    @Test
    void tellsOfEachStep(SyncEvents events) {
        copy.copy(ORG_RIO, new PfaId("PFA-70412"));

        assertThat(events).publishedOnly(SYNC_QUEUED, SYNC_PROCESSING, SYNC_SUCCESS);
    }

    @Test
    void tellsWhyARecordFailed(SyncEvents events) {
        copy.copy(ORG_RIO, new PfaId("PFA-0"));

        assertThat(events)
                .published(SyncFailed.class, event -> assertThat(event.error()).contains("no record PFA-0"));
    }
}
