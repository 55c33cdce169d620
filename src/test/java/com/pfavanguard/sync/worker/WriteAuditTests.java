package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Revocation;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** In a transaction that exists for Spring alone; no broker is asked. */
class WriteAuditTests {

    private static final WriteItem ITEM = new WriteItem(
            UUID.randomUUID(),
            "job-1",
            null,
            new OrganizationId("org-rio"),
            new PfaId("PFA-1"),
            1,
            null,
            PfaValues.of(Map.of("model", "LR 1300")),
            "ana",
            null,
            0,
            Instant.EPOCH);

    private final List<String> told = new ArrayList<>();
    private final WriteAudit audit = new WriteAudit(
            new Recording(told),
            new WorkQueues(new ActiveMQConnectionFactory("vm://unused"), mayConsume -> {}).transactions());

    @BeforeEach
    void beginTransaction() {
        TransactionSynchronizationManager.initSynchronization();
    }

    @AfterEach
    void endTransaction() {
        TransactionSynchronizationManager.clear();
    }

    private static void end(int status) {
        TransactionSynchronizationManager.getSynchronizations()
                .forEach(synchronization -> synchronization.afterCompletion(status));
    }

    @Test
    void aWriteThatPemsHasMadeIsAuditedBeforeTheCommitAndDespiteARollback() {
        audit.ended(ITEM, new Attempt.Written(8));
        assertThat(told).containsExactly("written");

        end(TransactionSynchronization.STATUS_ROLLED_BACK);
        assertThat(told).containsExactly("written");
    }

    @Test
    void everythingElseIsAuditedAfterTheCommit() {
        audit.ended(ITEM, new Attempt.Invalid(List.of()));
        audit.failed(ITEM, "retry", "SERVICE_UNAVAILABLE");
        assertThat(told).isEmpty();

        end(TransactionSynchronization.STATUS_COMMITTED);
        assertThat(told).containsExactly("invalid", "retry");
    }

    @Test
    void nothingElseIsAuditedAfterARollback() {
        audit.ended(ITEM, new Attempt.Ahead(3));

        end(TransactionSynchronization.STATUS_ROLLED_BACK);
        assertThat(told).isEmpty();
    }

    private record Recording(List<String> told) implements Audit {

        @Override
        public void connected(Caller caller, OrganizationId organizationId, @Nullable String address) {}

        @Override
        public void refused(
                Denial denial,
                @Nullable Caller caller,
                @Nullable OrganizationId organizationId,
                @Nullable String address,
                AuditFact... facts) {}

        @Override
        public void done(
                String action,
                Caller caller,
                @Nullable OrganizationId organizationId,
                @Nullable String address,
                AuditFact... facts) {}

        @Override
        public void unknown(Caller caller, @Nullable String address, AuditFact... facts) {}

        @Override
        public void written(String user, OrganizationId organizationId, String outcome, AuditFact... facts) {
            told.add(outcome);
        }

        @Override
        public void revoked(Caller administrator, Revocation revocation, @Nullable String address) {}
    }
}
