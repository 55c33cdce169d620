package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Organizations PEMS does not let us in for: their items wait, instead of failing one after another. */
class PausedOrganizations {

    private static final Logger log = LoggerFactory.getLogger(PausedOrganizations.class);

    private final Map<OrganizationId, Instant> until = new ConcurrentHashMap<>();
    private final Duration pause;
    private final Clock clock;

    PausedOrganizations(Duration pause, Clock clock) {
        this.pause = pause;
        this.clock = clock;
    }

    void pause(OrganizationId organizationId) {
        until.put(organizationId, clock.instant().plus(pause));
        log.warn(
                "PEMS refuses our credentials for organization {}; its items wait for {}. Look at sync.pems.username and .password",
                organizationId,
                pause);
    }

    /** Until when its items wait, if they do. */
    Optional<Instant> until(OrganizationId organizationId) {
        return Optional.ofNullable(until.get(organizationId)).filter(clock.instant()::isBefore);
    }

    /** Those paused at the moment. */
    Set<OrganizationId> all() {
        until.values().removeIf(end -> !clock.instant().isBefore(end));
        return Set.copyOf(until.keySet());
    }
}
