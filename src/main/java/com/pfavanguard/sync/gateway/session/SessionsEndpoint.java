package com.pfavanguard.sync.gateway.session;

import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.Problem;
import com.pfavanguard.sync.web.ProcessName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/sessions}: GET lists the open sessions of this gateway, DELETE of one closes it with {@link
 * CloseCode#DISCONNECTED}.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Endpoint(id = "sessions")
class SessionsEndpoint {

    private final SessionRegistry sessions;
    private final BrokerTime time;
    private final ProcessName name;
    private final Callers callers;
    private final Audit audit;
    private final Clock clock;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    SessionsEndpoint(
            SessionRegistry sessions,
            BrokerTime time,
            ProcessName name,
            Callers callers,
            Audit audit,
            Clock clock,
            HttpServletRequest request) {
        this.sessions = sessions;
        this.time = time;
        this.name = name;
        this.callers = callers;
        this.audit = audit;
        this.clock = clock;
        this.request = request;
    }

    /** @param total all that were selected, also those that are not listed */
    record Sessions(
            String gateway,
            int total,
            List<SessionList.Shown> sessions,
            List<SessionList.OfOrganization> byOrganization) {}

    @ReadOperation
    Sessions sessions(
            @Nullable String organizationId,
            @Nullable String userId,
            @Nullable String address,
            @Nullable String protocol,
            @Nullable String sort,
            @Nullable String limit) {
        if (protocol != null && !protocol.equals("stomp") && !protocol.equals("json")) {
            throw invalid("protocol must be stomp or json; leave it out for both");
        }
        Predicate<ClientSession> wanted = session ->
                (organizationId == null || session.organizationId().value().equals(organizationId))
                        && (address == null || session.address().equals(address))
                        && (protocol == null || session.protocol().label().equals(protocol))
                        && (userId == null
                                || session.caller()
                                        .filter(caller -> caller.userId().equals(userId))
                                        .isPresent());
        SessionList.Listed listed = new SessionList(wanted, sort(sort), ListLimit.of(limit))
                .of(sessions.all(), clock.instant().truncatedTo(ChronoUnit.MILLIS), time.millis());
        return new Sessions(name.toString(), listed.total(), listed.sessions(), listed.byOrganization());
    }

    private static SessionList.Sort sort(@Nullable String sort) {
        if (sort == null || sort.equals("lag")) {
            return SessionList.Sort.LAG;
        }
        if (sort.equals("age")) {
            return SessionList.Sort.AGE;
        }
        throw invalid("sort must be lag or age; leave it out for lag");
    }

    private static RuntimeException invalid(String detail) {
        return Problem.of(HttpStatus.BAD_REQUEST, "VALIDATION_ERROR", detail).toException();
    }

    @DeleteOperation
    void disconnect(@Selector String id) {
        ClientSession session = sessions.find(id)
                .filter(found -> found.closedWith() == null)
                .orElseThrow(() -> Problem.of(
                                HttpStatus.NOT_FOUND, "NOT_FOUND", "This gateway has no open session with this id")
                        .toException());
        session.closeWithError(CloseCode.DISCONNECTED, CloseCode.DISCONNECTED.reason());
        audit.done(
                "disconnect",
                callers.current(),
                session.organizationId(),
                request.getRemoteAddr(),
                AuditFact.of("session", id),
                AuditFact.of(
                        "of", session.caller().map(caller -> caller.userId()).orElse("")),
                AuditFact.of("at", session.address()));
    }
}
