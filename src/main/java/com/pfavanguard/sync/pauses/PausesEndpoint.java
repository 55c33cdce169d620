package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.security.UserIds;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.Problem;
import com.pfavanguard.sync.web.ProcessName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.http.HttpStatus;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/pauses}: GET lists the paused organizations, POST of one pauses it, DELETE lets it go on. Holds in all
 * processes, and until it is taken back.
 */
@Component
@Endpoint(id = "pauses")
class PausesEndpoint {

    private static final int LONGEST_REASON = 200;

    private final WritePauses pauses;
    private final PauseFeed feed;
    private final ProcessName name;
    private final Callers callers;
    private final Audit audit;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    PausesEndpoint(
            WritePauses pauses,
            PauseFeed feed,
            ProcessName name,
            Callers callers,
            Audit audit,
            HttpServletRequest request) {
        this.pauses = pauses;
        this.feed = feed;
        this.name = name;
        this.callers = callers;
        this.audit = audit;
        this.request = request;
    }

    record Paused(String organizationId, Instant since, String reason, String by) {

        static Paused of(WritePause pause) {
            return new Paused(pause.organizationId().value(), pause.since(), pause.reason(), pause.by());
        }
    }

    record Pauses(String gateway, int total, List<Paused> pauses) {}

    @ReadOperation
    Pauses pauses(@Nullable String limit) {
        List<WritePause> all = pauses.all();
        return new Pauses(
                name.toString(),
                all.size(),
                all.stream().limit(ListLimit.of(limit)).map(Paused::of).toList());
    }

    @WriteOperation
    Paused pause(@Selector String organizationId, @Nullable String reason) {
        OrganizationId organization = organization(organizationId);
        String line = reason == null ? null : UserIds.normalized(reason);
        if (line == null || line.isBlank() || line.length() > LONGEST_REASON) {
            throw invalid("Give a reason of 1 to " + LONGEST_REASON
                    + " characters in the body, such as {\"reason\":\"PEMS upgrade\"}; users see it");
        }
        if (!pauses.isPaused(organization) && pauses.ids().size() >= WritePauses.MOST) {
            throw invalid("At most " + WritePauses.MOST + " organizations can be paused; let some of them go on first");
        }
        String by = callers.current().userId();
        WritePause paused = told(() -> feed.pause(organization, line, by));
        audit("pause", organization, AuditFact.of("reason", line));
        return Paused.of(paused);
    }

    /** Idempotent: an organization that is not paused goes on. */
    @DeleteOperation
    void resume(@Selector String organizationId) {
        OrganizationId organization = organization(organizationId);
        String by = callers.current().userId();
        told(() -> feed.resume(organization, by))
                .ifPresent(before -> audit("resume", organization, AuditFact.of("since", before.since())));
    }

    private static OrganizationId organization(String text) {
        if (!OrganizationId.isValid(text)) {
            throw invalid("The organizationId must match " + OrganizationId.SYNTAX);
        }
        return new OrganizationId(text);
    }

    private static RuntimeException invalid(String detail) {
        return Problem.invalid(detail).toException();
    }

    private static <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (JmsException e) {
            throw Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "SERVICE_UNAVAILABLE",
                            "The message broker cannot be reached or refuses it, so nothing was changed. Try again; if it"
                                    + " stays so, /actuator/health says what the broker lacks")
                    .retryableAfter(5)
                    .toException();
        }
    }

    private void audit(String action, OrganizationId organization, AuditFact fact) {
        audit.done(action, callers.current(), organization, request.getRemoteAddr(), fact);
    }
}
