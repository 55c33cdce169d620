package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.BrokerTrouble;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Callers;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.ProcessName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.http.HttpStatus;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * {@code GET /actuator/failed}: lists the failed edits of any one organization, for those who choose among them.
 * {@code POST /actuator/failed}: retries or gives up many failed edits of one organization. Each in a transaction of its
 * own, up to a number and a time; the caller repeats the request for those that are left.
 */
@Component
@ConditionalOnRole(Role.API)
@Endpoint(id = "failed")
class FailedEndpoint {

    private static final int MOST = 200;
    private static final int MOST_PROBLEMS = 100;

    // An id that is not found takes a quarter of a second.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int IDS_IN_A_LINE = 20;

    private final FailedItems failed;
    private final ProcessName name;
    private final Callers callers;
    private final Audit audit;
    // Spring's proxy for the request that the current thread serves.
    private final HttpServletRequest request;

    FailedEndpoint(FailedItems failed, ProcessName name, Callers callers, Audit audit, HttpServletRequest request) {
        this.failed = failed;
        this.name = name;
        this.callers = callers;
        this.audit = audit;
        this.request = request;
    }

    /** An edit that stays among the failed ones. */
    record Unchanged(String id, String code, @Nullable String detail) {}

    /**
     * @param done edits retried or given up
     * @param left edits that this request meant and did not try; repeat it for them
     */
    record Outcome(String gateway, int done, long left, List<Unchanged> problems) {}

    /** @param total all failed edits of the organization, also those that are not listed */
    record Listing(String gateway, int total, List<FailedItem> failed) {}

    private enum Action {
        RETRY("retry"),
        GIVE_UP("removal");

        /** As the audit calls it for single edits. */
        private final String audited;

        Action(String audited) {
            this.audited = audited;
        }

        static Action of(@Nullable String text) {
            if ("retry".equals(text)) {
                return RETRY;
            }
            if ("give-up".equals(text)) {
                return GIVE_UP;
            }
            throw ApiException.badRequest("action must be retry or give-up");
        }
    }

    /** Newest first. Names of fields, never values, as the REST API shows them. */
    @ReadOperation
    Listing list(@Nullable String organizationId, @Nullable String limit) {
        OrganizationId organization = organization(organizationId);
        int most = ListLimit.of(limit);
        try {
            List<ItemMessage> all = failed.list(organization);
            return new Listing(
                    name.toString(),
                    all.size(),
                    all.stream().limit(most).map(FailedItem::of).toList());
        } catch (JmsException e) {
            throw new ApiException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    ErrorCode.SERVICE_UNAVAILABLE,
                    "The message broker cannot be asked for the failed edits; try again later");
        }
    }

    /**
     * @param failedBefore with all: leaves out edits that failed later, so that a caller which repeats the request does not
     *     retry the same edits again and again
     */
    @WriteOperation
    Outcome change(
            @Nullable String organizationId,
            @Nullable String ids,
            @Nullable String all,
            @Nullable String failedBefore,
            @Nullable String action) {
        Action wanted = Action.of(action);
        OrganizationId organization = organization(organizationId);
        boolean everything = "true".equals(all);
        if (everything == (ids != null)) {
            throw ApiException.badRequest(
                    "Give either \"ids\", a list of at most " + MOST + " failed edits, or \"all\":true");
        }
        try {
            List<UUID> items = ids == null ? failed.ids(organization, moment(failedBefore)) : parse(ids);
            return change(wanted, organization, items);
        } catch (JmsException e) {
            throw trouble(e);
        }
    }

    private static OrganizationId organization(@Nullable String organizationId) {
        if (organizationId == null || !OrganizationId.isValid(organizationId)) {
            throw ApiException.badRequest("organizationId is required and must match " + OrganizationId.SYNTAX);
        }
        return new OrganizationId(organizationId);
    }

    private static Instant moment(@Nullable String text) {
        try {
            return text == null ? Instant.MAX : Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiException.badRequest("failedBefore must be a time such as 2026-03-04T09:15:00.000Z");
        }
    }

    private static List<UUID> parse(String ids) {
        Set<UUID> items = new LinkedHashSet<>();
        for (String id : ids.split(",")) {
            try {
                items.add(UUID.fromString(id.strip()));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest("ids must be a list of UUIDs, as GET /actuator/failed shows them");
            }
        }
        if (items.size() > MOST) {
            throw ApiException.badRequest("ids may list at most " + MOST + " edits; send the rest in another request");
        }
        return List.copyOf(items);
    }

    private Outcome change(Action action, OrganizationId organization, List<UUID> items) {
        List<UUID> done = new ArrayList<>();
        List<Unchanged> problems = new ArrayList<>();
        long began = System.nanoTime();
        int tried = 0;
        try {
            while (tried < items.size()
                    && done.size() < MOST
                    && problems.size() < MOST_PROBLEMS
                    && System.nanoTime() - began < LONGEST.toNanos()) {
                UUID id = items.get(tried);
                try {
                    change(action, organization, id);
                    done.add(id);
                } catch (ApiException e) {
                    problems.add(unchanged(id, e));
                }
                tried++;
            }
        } catch (JmsException | SyncEventPublishException | TransactionException e) {
            // The next one would fail too.
            if (done.isEmpty()) {
                throw trouble(e);
            }
            problems.add(unchanged(items.get(tried), trouble(e)));
        } finally {
            audit(action, organization, done);
        }
        return new Outcome(name.toString(), done.size(), items.size() - tried, problems);
    }

    private void change(Action action, OrganizationId organization, UUID id) {
        if (action == Action.RETRY) {
            failed.retry(id, organization);
        } else {
            failed.remove(id, organization);
        }
    }

    private static Unchanged unchanged(UUID id, ApiException e) {
        Object code = e.getBody().getProperties() == null
                ? null
                : e.getBody().getProperties().get("code");
        return new Unchanged(id.toString(), String.valueOf(code), e.getBody().getDetail());
    }

    private static ApiException trouble(RuntimeException e) {
        return switch (BrokerTrouble.of(e)) {
            case FULL, DISK_FULL ->
                new ApiException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        ErrorCode.QUEUE_FULL,
                        "The message broker is full; this edit was not changed, try again later");
            case OUTCOME_UNKNOWN ->
                new ApiException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The message broker's answer was lost, so this edit may or may not have been changed; list the"
                                + " failed edits, and repeat the request for those that are left");
            case UNAVAILABLE ->
                new ApiException(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "The message broker cannot be reached; this edit was not changed, try again later");
        };
    }

    // Names every edit, since nothing else remains of those given up; in few lines, since their rate is limited.
    private void audit(Action action, OrganizationId organization, List<UUID> done) {
        for (int first = 0; first < done.size(); first += IDS_IN_A_LINE) {
            List<String> ids = done.subList(first, Math.min(done.size(), first + IDS_IN_A_LINE)).stream()
                    .map(UUID::toString)
                    .toList();
            audit.done(
                    action.audited,
                    callers.current(),
                    organization,
                    request.getRemoteAddr(),
                    AuditFact.list("items", ids));
        }
    }
}
