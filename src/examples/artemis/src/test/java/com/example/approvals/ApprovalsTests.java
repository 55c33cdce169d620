package com.example.approvals;

import static com.pfavanguard.sync.event.SyncEventType.SYNC_SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.producer.test.SyncEvents;
import com.pfavanguard.sync.producer.test.SyncEventsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DuplicateKeyException;

@SpringBootTest
@ExtendWith(SyncEventsExtension.class)
class ApprovalsTests {

    private static final OrganizationId ORG_RIO = new OrganizationId("org-rio");

    @Autowired
    private Approvals approvals;

    @Test
    void tellsOfAnApproval(SyncEvents events) {
        approvals.approve(ORG_RIO, new PfaId("PFA-1"), 8);

        assertThat(events.ofRecord("PFA-1")).publishedOnly(SYNC_SUCCESS);
    }

    @Test
    void tellsNothingOfAnApprovalThatIsRolledBack(SyncEvents events) {
        approvals.approve(ORG_RIO, new PfaId("PFA-2"), 8);

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> approvals.approve(ORG_RIO, new PfaId("PFA-2"), 9));

        assertThat(events).publishedOnly(SYNC_SUCCESS);
    }
}
