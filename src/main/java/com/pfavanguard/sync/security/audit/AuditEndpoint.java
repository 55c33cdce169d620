package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.ProcessName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/audit}: lists the latest lines that this process wrote to the audit log, refusals left out. */
@Component
@Endpoint(id = "audit")
class AuditEndpoint {

    private final RecentFacts facts;
    private final ProcessName name;

    AuditEndpoint(RecentFacts facts, ProcessName name) {
        this.facts = facts;
        this.name = name;
    }

    /** @param total entries in memory, also those that are not listed */
    record Listed(String gateway, int total, List<RecentFacts.Entry> audit) {}

    @ReadOperation
    Listed audit(@Nullable String action, @Nullable String limit) {
        return new Listed(name.toString(), facts.size(), facts.latest(action, ListLimit.of(limit)));
    }
}
