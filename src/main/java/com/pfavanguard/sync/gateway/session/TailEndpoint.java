package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.EventFilter;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.InvalidFilterException;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * {@code GET /actuator/tail}: sends every event of all organizations, or of one, as Server-Sent Events. For people who
 * look for a fault; programs subscribe to an organization, where they can resume.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Endpoint(id = "tail")
class TailEndpoint {

    private final EventStream stream;
    private final Tails tails;
    private final Callers callers;
    private final Audit audit;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    TailEndpoint(EventStream stream, Tails tails, Callers callers, Audit audit, HttpServletRequest request) {
        this.stream = stream;
        this.tails = tails;
        this.callers = callers;
        this.audit = audit;
        this.request = request;
    }

    @ReadOperation(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Tail tail(@Nullable String organizationId, @Nullable String types, @Nullable String pfaIds) {
        if (organizationId != null && !OrganizationId.isValid(organizationId)) {
            throw invalid("The organizationId must match " + OrganizationId.SYNTAX);
        }
        OrganizationId only = organizationId == null ? null : new OrganizationId(organizationId);
        EventFilter filter = filter(types, pfaIds);
        if (!stream.isReady()) {
            throw Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "SERVICE_UNAVAILABLE",
                            "This gateway has not read the recent events from the broker yet; try again soon")
                    .retryableAfter(5)
                    .toException();
        }
        Caller caller = callers.current();
        Tail tail = tails.start(stream.tail(only, filter), caller)
                .orElseThrow(() -> Problem.of(
                                HttpStatus.TOO_MANY_REQUESTS,
                                "RATE_LIMIT_EXCEEDED",
                                "This gateway has " + Tails.MOST + " tails already; end one, or try again later")
                        .retryableAfter(30)
                        .toException());
        audit.done(
                "tail",
                caller,
                only,
                request.getRemoteAddr(),
                AuditFact.of("types", types == null ? "all" : types),
                AuditFact.of("pfaIds", pfaIds == null ? "all" : pfaIds));
        return tail;
    }

    // The lists are named as in this URL, not as in a STOMP header.
    private static EventFilter filter(@Nullable String types, @Nullable String pfaIds) {
        try {
            return EventFilter.parse(types, pfaIds);
        } catch (InvalidFilterException e) {
            throw invalid(e.detail().replace("pfa-ids", "pfaIds"));
        }
    }

    private static RuntimeException invalid(String detail) {
        return Problem.of(HttpStatus.BAD_REQUEST, "VALIDATION_ERROR", detail).toException();
    }
}
