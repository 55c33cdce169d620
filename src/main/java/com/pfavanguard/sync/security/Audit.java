package com.pfavanguard.sync.security;

import com.pfavanguard.sync.event.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * Records security events: who connected, who was refused and why, who changed what. Each is one log event of the logger
 * {@value #LOGGER} with its facts as key-value pairs, so that a log collector can search them. Never contains a token or
 * the value of a field. Safe for any thread.
 */
public interface Audit {

    /** Name of the logger that writes all audit events. */
    String LOGGER = "sync-audit";

    /** Records that a session is open. Skips anonymous callers, since open mode knows no users. */
    void connected(Caller caller, OrganizationId organizationId, @Nullable String address);

    /**
     * Records that a request or session was refused.
     *
     * @param caller who sent it; {@code null} if not known
     * @param organizationId the organization it asked for; {@code null} if it named none
     */
    void refused(
            Denial denial,
            @Nullable Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts);

    /** Records that a caller changed something. Call it when the change is certain: in a transaction after the commit. */
    void done(
            String action,
            Caller caller,
            @Nullable OrganizationId organizationId,
            @Nullable String address,
            AuditFact... facts);

    /** Records that a caller ordered a change and the broker's answer was lost: it may have been made or not. */
    void unknown(Caller caller, @Nullable String address, AuditFact... facts);

    /**
     * Records that the worker tried to write an edit to PEMS. Writes every line, since the rate of writes to PEMS is
     * already bounded.
     *
     * @param user author of the edit
     * @param outcome how the try ended
     */
    void written(String user, OrganizationId organizationId, String outcome, AuditFact... facts);

    /** Records that an administrator revoked access. */
    void revoked(Caller administrator, Revocation revocation, @Nullable String address);
}
