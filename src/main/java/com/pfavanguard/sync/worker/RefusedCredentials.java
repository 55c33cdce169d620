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
 * Organizations that PEMS does not let us in for: their items wait, instead of failing one after another. The edit that
 * finds it out fails, so that its user hears of it; all others wait, also those that find it out again after a pause.
 * Safe for any thread.
 */
class RefusedCredentials {

    private static final Logger log = LoggerFactory.getLogger(RefusedCredentials.class);

    private final OrganizationPauses pauses;
    private final Duration length;

    /** Refused organizations of which no edit has failed for it yet. */
    private final Set<OrganizationId> untold = ConcurrentHashMap.newKeySet();

    RefusedCredentials(Duration length, LongSupplier nanoTime) {
        this.pauses = new OrganizationPauses(length, length, nanoTime);
        this.length = length;
    }

    /** PEMS has refused our credentials. It is news if PEMS had let us in before, or was never asked. */
    void refused(OrganizationId organizationId) {
        boolean news = pauses.pause(organizationId.value());
        if (news) {
            untold.add(organizationId);
            log.warn(
                    "PEMS refuses our credentials for organization {}; its items wait for {}. Look at sync.pems.username and .password",
                    organizationId,
                    length);
        }
    }

    /** Whether somebody has yet to be told of the refusal; {@code true} once after each that was news. */
    boolean tellsNow(OrganizationId organizationId) {
        return untold.remove(organizationId);
    }

    /** PEMS has let us in. */
    void letIn(OrganizationId organizationId) {
        if (pauses.isUnproven(organizationId.value()) && !pauses.isPaused(organizationId.value())) {
            pauses.end(organizationId.value());
            untold.remove(organizationId);
            log.info("PEMS accepts our credentials for organization {} again", organizationId);
        }
    }

    /** How long its items still wait, if they do. */
    Optional<Duration> left(OrganizationId organizationId) {
        return pauses.left(organizationId.value());
    }

    boolean isPaused(String organization) {
        return pauses.isPaused(organization);
    }

    /** Whether it was paused, and PEMS has not let us in since. */
    boolean isUnproven(String organization) {
        return pauses.isUnproven(organization);
    }

    /** Those paused at the moment. */
    Set<String> all() {
        return pauses.all();
    }
}
