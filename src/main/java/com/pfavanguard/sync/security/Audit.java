package com.pfavanguard.sync.security;

import static java.util.stream.Collectors.joining;

import com.pfavanguard.sync.event.OrganizationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who came, who was turned away and why, who did what: log events of one logger, with their facts as key-value pairs,
 * for whoever collects them. Never with a token or the value of a field. Safe for any thread.
 */
public class Audit {

    /** The one logger of all audit events. */
    public static final String LOGGER = "sync-audit";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    /** Of each kind of event, for one user or address. */
    static final int LINES_PER_SECOND = AuditAllowance.SHARED;

    private static final String SUCCESS = "success";

    private final MeterRegistry meters;
    private final ForeignTries foreignTries;
    private final Map<String, AuditAllowance> allowances = new ConcurrentHashMap<>();
    private final Map<String, Counter> dropped = new ConcurrentHashMap<>();
    private final Clock clock;

    public Audit(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.foreignTries = new ForeignTries(clock, meters);
        this.clock = clock;
    }

    /** A session has come about. In open mode there is nobody to name. */
    public void connected(Caller caller, OrganizationId organizationId, @Nullable String address) {
        if (!caller.isAnonymous() && mayTell("connect", caller, address)) {
            event("connect", SUCCESS, caller, organizationId, address)
                    .log("{} has connected to {}, from {}", caller.userId(), organizationId, address);
        }
    }

    /** Somebody was turned away; with a caller if it is known, and an organization if it is about one. */
    public void refused(
            Denial denial,
            @Nullable Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts) {
        meters.counter("sync.security.refusals", "code", denial.name()).increment();
        if (denial == Denial.ORG_ACCESS_DENIED && caller != null) {
            foreignTries.note(caller.userId());
        }
        if (mayTell("refusal", caller, address)) {
            LoggingEventBuilder event =
                    event("refusal", "refused", caller, organizationId, address).addKeyValue("reason", denial.name());
            with(event, facts)
                    .log(
                            "Refused with {}: {} for {}, from {}{}",
                            denial,
                            caller == null ? "somebody" : caller.userId(),
                            organizationId == null ? "no organization" : organizationId,
                            address,
                            text(facts));
        }
    }

    /** Somebody has done something. Called once it is certain: after the commit, if there is a transaction. */
    public void done(
            String action,
            Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts) {
        tell(action, SUCCESS, caller, organizationId, address, facts);
    }

    /** Somebody has ordered something, and the broker's answer was lost: it was done or not. */
    public void unknown(Caller caller, @Nullable String address, AuditFact... facts) {
        tell("request", "unknown", caller, null, address, facts);
    }

    private void tell(
            String action,
            String outcome,
            Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts) {
        if (mayTell(action, caller, address)) {
            LoggingEventBuilder event =
                    event(action, outcome, caller, organizationId, address).addKeyValue("name", caller.name());
            with(event, facts)
                    .log(
                            "{} ({}) by {} ({}) for {}, from {}{}",
                            action,
                            outcome,
                            caller.userId(),
                            caller.name(),
                            organizationId == null ? "no organization" : organizationId,
                            address,
                            text(facts));
        }
    }

    /**
     * The worker has tried to write an edit to PEMS. Never left out: PEMS is written to at a bounded rate.
     *
     * @param user under whose name
     * @param outcome what became of it
     */
    public void written(String user, OrganizationId organizationId, String outcome, AuditFact... facts) {
        AuditFact author = AuditFact.of("user", user);
        LoggingEventBuilder event = log.atInfo()
                .addKeyValue("action", "pems-write")
                .addKeyValue("outcome", outcome)
                .addKeyValue("user", author.value())
                .addKeyValue("organization", organizationId.value());
        with(event, facts)
                .log("pems-write ({}) of an edit by {} for {}{}", outcome, author.value(), organizationId, text(facts));
    }

    /** An administrator has turned somebody away. */
    public void revoked(Caller administrator, Revocation revocation, @Nullable String address) {
        meters.counter("sync.security.revocations").increment();
        if (!mayTell("revocation", administrator, address)) {
            return;
        }
        event("revocation", SUCCESS, administrator, revocation.organizationId(), address)
                .addKeyValue("revokedUser", revocation.userId() == null ? "*" : revocation.userId())
                .log(
                        "{} has revoked the access of {} to {}",
                        administrator.userId(),
                        revocation.userId() == null ? "everybody" : revocation.userId(),
                        revocation.organizationId() == null ? "everything" : revocation.organizationId());
    }

    // Each kind of event has its own allowance. Callers known by name do not share theirs with strangers, who may have
    // any number of addresses.
    private boolean mayTell(String action, @Nullable Caller caller, @Nullable String address) {
        boolean told = allowances
                .computeIfAbsent(caller == null ? action + " of somebody" : action, kind -> new AuditAllowance(clock))
                .take(caller == null ? IpAddress.network(address) : caller.userId());
        if (!told) {
            dropped.computeIfAbsent(action, kind -> meters.counter("sync.security.audit.dropped", "action", kind))
                    .increment();
        }
        return told;
    }

    private static LoggingEventBuilder event(
            String action,
            String outcome,
            @Nullable Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address) {
        return log.atInfo()
                .addKeyValue("action", action)
                .addKeyValue("outcome", outcome)
                .addKeyValue("user", caller == null ? "" : caller.userId())
                .addKeyValue("organization", organizationId == null ? "" : organizationId.value())
                .addKeyValue("address", address == null ? "" : address);
    }

    private static LoggingEventBuilder with(LoggingEventBuilder event, AuditFact... facts) {
        LoggingEventBuilder all = event;
        for (AuditFact fact : facts) {
            all = all.addKeyValue(fact.name(), fact.value());
        }
        return all;
    }

    private static String text(AuditFact... facts) {
        return facts.length == 0
                ? ""
                : Stream.of(facts).map(AuditFact::toString).collect(joining(", ", ": ", ""));
    }
}
