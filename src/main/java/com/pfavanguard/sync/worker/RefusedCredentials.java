package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks organizations for which PEMS refuses our credentials (HTTP 401): their items wait instead of failing one after
 * another. The edit that meets the refusal first fails, so that its user learns of it; all others wait, also those that
 * meet it again after a pause. Safe for any thread.
 */
class RefusedCredentials {

    private static final Logger log = LoggerFactory.getLogger(RefusedCredentials.class);

    private final OrganizationPauses pauses;
    private final Duration length;

    /** Refused organizations whose users have not been told by a failed edit yet. */
    private final Set<OrganizationId> untold = ConcurrentHashMap.newKeySet();

    RefusedCredentials(Duration length, LongSupplier nanoTime) {
        this.pauses = new OrganizationPauses(length, length, nanoTime);
        this.length = length;
    }

    /** Begins a pause. Logs it if PEMS accepted the credentials before, or was never asked. */
    void refused(OrganizationId organizationId) {
        boolean news = pauses.pause(organizationId.value());
        if (news) {
            untold.add(organizationId);
            log.warn(
                    "PEMS refuses the credentials for organization {} (HTTP 401); its items wait for {}. Check sync.pems.username and sync.pems.password",
                    organizationId,
                    length);
        }
    }

    /** Whether one edit should fail to tell its user of the refusal; {@code true} once per refusal that was logged. */
    boolean tellsNow(OrganizationId organizationId) {
        return untold.remove(organizationId);
    }

    /** Ends the pause if it is over: PEMS has accepted the credentials. */
    void letIn(OrganizationId organizationId) {
        if (pauses.isUnproven(organizationId.value()) && !pauses.isPaused(organizationId.value())) {
            pauses.end(organizationId.value());
            untold.remove(organizationId);
            log.info("PEMS accepts the credentials for organization {} again", organizationId);
        }
    }

    /** How long the organization's items still wait; empty if they do not. */
    Optional<Duration> left(OrganizationId organizationId) {
        return pauses.left(organizationId.value());
    }

    boolean isPaused(String organization) {
        return pauses.isPaused(organization);
    }

    /** Whether the credentials were refused and PEMS has not accepted them since. */
    boolean isUnproven(String organization) {
        return pauses.isUnproven(organization);
    }

    /** Organizations paused at the moment. */
    Set<String> all() {
        return pauses.all();
    }

    /** All of {@link #all}, and those whose pause has just ended and whose next try is still to come. */
    Set<String> inARow() {
        return pauses.inARow();
    }
}
