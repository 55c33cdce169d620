package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.JmsTransactions;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.util.stream.Stream;

/**
 * Audits every attempt to write an edit to PEMS: user, item, organization and outcome. A write that PEMS has made is
 * audited at once, since nothing rolls it back, and again if the attempt is repeated. Everything else is audited after
 * the commit.
 */
final class WriteAudit {

    private final Audit audit;
    private final JmsTransactions transactions;

    WriteAudit(Audit audit, JmsTransactions transactions) {
        this.audit = audit;
        this.transactions = transactions;
    }

    void ended(WriteItem item, Attempt.Outcome outcome) {
        if (outcome instanceof Attempt.Written written) {
            AuditFact[] facts = facts(item, AuditFact.of("version", written.version()));
            audit.written(item.modifiedBy(), item.organizationId(), "written", facts);
        } else if (outcome instanceof Attempt.Disputed disputed) {
            tell(item, "conflict", AuditFact.list("fields", disputed.conflict().fields()));
        } else if (outcome instanceof Attempt.Ahead) {
            failed(item, "failed", Attempt.Ahead.CODE);
        } else {
            tell(item, "invalid");
        }
    }

    /**
     * Audits an attempt that wrote nothing, or whose result is unknown.
     *
     * @param outcome what happens to the item next
     * @param code the reason
     */
    void failed(WriteItem item, String outcome, String code) {
        tell(item, outcome, AuditFact.of("code", code));
    }

    private void tell(WriteItem item, String outcome, AuditFact... more) {
        AuditFact[] facts = facts(item, more);
        transactions.afterCommit(() -> audit.written(item.modifiedBy(), item.organizationId(), outcome, facts));
    }

    private static AuditFact[] facts(WriteItem item, AuditFact... more) {
        return Stream.concat(
                        Stream.of(
                                AuditFact.of("job", item.jobId()),
                                AuditFact.of("item", item.itemId()),
                                AuditFact.of("pfa", item.pfaId())),
                        Stream.of(more))
                .toArray(AuditFact[]::new);
    }
}
