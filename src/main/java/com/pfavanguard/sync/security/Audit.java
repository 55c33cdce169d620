package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who came, who was turned away and why, who decided what: log events of one logger, with their facts as key-value
 * pairs, for whoever collects them. Never with a token. Safe for any thread.
 */
public class Audit {

    /** The one logger of all audit events. */
    public static final String LOGGER = "sync-audit";

    private static final Logger log = LoggerFactory.getLogger(LOGGER);

    /** Of each kind of event. */
    static final int LINES_PER_SECOND = 100;

    private final MeterRegistry meters;
    private final ForeignTries foreignTries;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final Map<String, Counter> dropped = new ConcurrentHashMap<>();
    private final Clock clock;

    public Audit(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.foreignTries = new ForeignTries(clock, meters);
        this.clock = clock;
    }

    /** A session has come about. In open mode there is nobody to name. */
    public void connected(Caller caller, OrganizationId organizationId, @Nullable String address) {
        if (!caller.isAnonymous() && mayTell("connect")) {
            event("connect", caller, organizationId, address)
                    .log("{} has connected to {}, from {}", caller.userId(), organizationId, address);
        }
    }

    /** Somebody was turned away; with a caller if it is known, and an organization if it is about one. */
    public void refused(
            Denial denial, @Nullable Caller caller, @Nullable OrganizationId organizationId, @Nullable String address) {
        meters.counter("sync.security.refusals", "code", denial.name()).increment();
        if (denial == Denial.ORG_ACCESS_DENIED && caller != null) {
            foreignTries.note(caller.userId());
        }
        if (mayTell("refusal")) {
            event("refusal", caller, organizationId, address)
                    .addKeyValue("reason", denial.name())
                    .log(
                            "Refused with {}: {} for {}, from {}",
                            denial,
                            caller == null ? "somebody" : caller.userId(),
                            organizationId == null ? "no organization" : organizationId,
                            address);
        }
    }

    /** A conflict was decided. */
    public void resolved(Caller caller, OrganizationId organizationId, String conflictId, String pfaId, String how) {
        event("resolution", caller, organizationId, null)
                .addKeyValue("conflict", conflictId)
                .addKeyValue("pfa", pfaId)
                .addKeyValue("resolution", how)
                .log(
                        "Conflict {} of PFA {} of organization {} was resolved with {} by {}",
                        conflictId,
                        pfaId,
                        organizationId,
                        how,
                        caller.name());
    }

    /** An administrator has turned somebody away. */
    public void revoked(Caller administrator, Revocation revocation, @Nullable String address) {
        meters.counter("sync.security.revocations").increment();
        if (!mayTell("revocation")) {
            return;
        }
        event("revocation", administrator, revocation.organizationId(), address)
                .addKeyValue("revokedUser", revocation.userId() == null ? "*" : revocation.userId())
                .log(
                        "{} has revoked the access of {} to {}",
                        administrator.userId(),
                        revocation.userId() == null ? "everybody" : revocation.userId(),
                        revocation.organizationId() == null ? "everything" : revocation.organizationId());
    }

    // Whoever knocks a thousand times a second shall not fill the disk, nor drown what is told of others; so each kind
    // has its own.
    private boolean mayTell(String action) {
        boolean told = allowances
                .computeIfAbsent(action, kind -> new Allowance(clock, LINES_PER_SECOND))
                .take();
        if (!told) {
            dropped.computeIfAbsent(action, kind -> meters.counter("sync.security.audit.dropped", "action", kind))
                    .increment();
        }
        return told;
    }

    private static LoggingEventBuilder event(
            String action, @Nullable Caller caller, @Nullable OrganizationId organizationId, @Nullable String address) {
        return log.atInfo()
                .addKeyValue("action", action)
                .addKeyValue("user", caller == null ? "" : caller.userId())
                .addKeyValue("organization", organizationId == null ? "" : organizationId.value())
                .addKeyValue("address", address == null ? "" : address);
    }
}
