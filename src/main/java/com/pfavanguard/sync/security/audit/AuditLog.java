package com.pfavanguard.sync.security.audit;

import static java.util.stream.Collectors.joining;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.IpAddress;
import com.pfavanguard.sync.security.Revocation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the audit log at a bounded rate and counts refusals, revocations and lines left out. A line beyond the limit is
 * counted in {@code sync.security.audit.dropped} instead of written.
 */
public final class AuditLog implements Audit {

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    private static final String SUCCESS = "success";

    private final MeterRegistry meters;
    private final ForeignAccessAlarm foreignAccess;
    private final Map<String, AuditLineLimit> limits = new ConcurrentHashMap<>();
    private final Map<Denial, Counter> refused = new EnumMap<>(Denial.class);
    private final Counter revocations;
    private final Map<String, Counter> dropped = new ConcurrentHashMap<>();
    private final Clock clock;
    private final RecentFacts recent;
    private final RecentRefusals refusals;

    public AuditLog(MeterRegistry meters, Clock clock) {
        this(meters, clock, new RecentFacts(clock), new RecentRefusals(clock));
    }

    /**
     * @param recent gets each line that is written, but for refusals
     * @param refusals gets each refusal, also those whose lines are left out
     */
    AuditLog(MeterRegistry meters, Clock clock, RecentFacts recent, RecentRefusals refusals) {
        this.recent = recent;
        this.refusals = refusals;
        this.meters = meters;
        this.foreignAccess = new ForeignAccessAlarm(clock, meters);
        this.clock = clock;
        for (Denial denial : Denial.values()) {
            refused.put(denial, meters.counter("sync.security.refusals", "code", denial.name()));
        }
        this.revocations = meters.counter("sync.security.revocations");
    }

    @Override
    public void connected(Caller caller, OrganizationId organizationId, @Nullable String address) {
        if (!caller.isAnonymous() && mayTell("connect", caller, address)) {
            recent.add("connect", SUCCESS, organizationId, caller.userId(), address);
            event("connect", SUCCESS, caller, organizationId, address)
                    .log("{} has connected to {}, from {}", caller.userId(), organizationId, address);
        }
    }

    @Override
    public void refused(
            Denial denial,
            @Nullable Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts) {
        Objects.requireNonNull(refused.get(denial)).increment();
        if (denial == Denial.ORG_ACCESS_DENIED && caller != null) {
            foreignAccess.note(caller.userId());
        }
        refusals.add(denial.name(), "access", organizationId, caller == null ? null : caller.userId(), address);
        if (mayTell("refusal", caller, address)) {
            LoggingEventBuilder event =
                    event("refusal", "refused", caller, organizationId, address).addKeyValue("reason", denial.name());
            with(event, facts)
                    .log(
                            "Refused with {}: {} for {}, from {}{}",
                            denial,
                            caller == null ? "an unknown caller" : caller.userId(),
                            organizationId == null ? "no organization" : organizationId,
                            address,
                            text(facts));
        }
    }

    @Override
    public void done(
            String action,
            Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts) {
        tell(action, SUCCESS, caller, organizationId, address, facts);
    }

    @Override
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
            recent.add(action, outcome, organizationId, caller.userId(), address, facts);
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

    @Override
    public void written(String user, OrganizationId organizationId, String outcome, AuditFact... facts) {
        AuditFact author = AuditFact.of("user", user);
        recent.add("pems-write", outcome, organizationId, author.value(), null, facts);
        LoggingEventBuilder event = log.atInfo()
                .addKeyValue("action", "pems-write")
                .addKeyValue("outcome", outcome)
                .addKeyValue("user", author.value())
                .addKeyValue("organization", organizationId.value());
        with(event, facts)
                .log("pems-write ({}) of an edit by {} for {}{}", outcome, author.value(), organizationId, text(facts));
    }

    @Override
    public void revoked(Caller administrator, Revocation revocation, @Nullable String address) {
        revocations.increment();
        if (!mayTell("revocation", administrator, address)) {
            return;
        }
        AuditFact revokedUser = AuditFact.of("revokedUser", revocation.userId() == null ? "*" : revocation.userId());
        recent.add("revocation", SUCCESS, revocation.organizationId(), administrator.userId(), address, revokedUser);
        with(event("revocation", SUCCESS, administrator, revocation.organizationId(), address), revokedUser)
                .log(
                        "{} has revoked the access of {} to {}",
                        administrator.userId(),
                        revocation.userId() == null ? "all users" : revocation.userId(),
                        revocation.organizationId() == null ? "all organizations" : revocation.organizationId());
    }

    // Each kind of event has its own limit. Known callers do not share theirs with unknown ones, because one unknown
    // caller may use many addresses.
    private boolean mayTell(String action, @Nullable Caller caller, @Nullable String address) {
        boolean told = limits.computeIfAbsent(
                        caller == null ? action + " by unknown callers" : action, kind -> new AuditLineLimit(clock))
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
