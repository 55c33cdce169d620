package com.pfavanguard.sync.security.audit;

import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.ProcessName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/refusals}: lists what this process refused of late, and the sessions that it closed. */
@Component
@Endpoint(id = "refusals")
class RefusalsEndpoint {

    private final RecentRefusals refusals;
    private final ProcessName name;

    RefusalsEndpoint(RecentRefusals refusals, ProcessName name) {
        this.refusals = refusals;
        this.name = name;
    }

    /**
     * @param total entries in memory, also those that are not listed
     * @param lastMinute how many were refused within the last 60 seconds
     */
    record Listed(String gateway, int total, long lastMinute, List<RecentRefusals.Entry> refusals) {}

    @ReadOperation
    Listed refusals(@Nullable String limit) {
        return new Listed(
                name.toString(), refusals.size(), refusals.lastMinute(), refusals.latest(ListLimit.of(limit)));
    }
}
