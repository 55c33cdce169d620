package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/drain}: POST begins a drain, DELETE cancels it, GET tells how far it is. An operation that has been
 * done already changes nothing and is not audited again.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Endpoint(id = "drain")
class DrainEndpoint {

    private final Drain drain;
    private final Callers callers;
    private final Audit audit;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    DrainEndpoint(Drain drain, Callers callers, Audit audit, HttpServletRequest request) {
        this.drain = drain;
        this.callers = callers;
        this.audit = audit;
        this.request = request;
    }

    /** @param sessions how many are open */
    record Progress(Drain.State state, int sessions) {}

    @ReadOperation
    Progress progress() {
        return new Progress(drain.state(), drain.sessions());
    }

    @WriteOperation
    Progress begin() {
        Progress before = progress();
        if (drain.begin()) {
            audit("drain", before);
        }
        return progress();
    }

    @DeleteOperation
    Progress cancel() {
        Progress before = progress();
        if (drain.cancel()) {
            audit("drain-cancel", before);
        }
        return progress();
    }

    private void audit(String action, Progress before) {
        audit.done(
                action, callers.current(), null, request.getRemoteAddr(), AuditFact.of("sessions", before.sessions()));
    }
}
