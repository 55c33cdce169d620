package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks organizations whose address at the broker is full. None of their events can be published, so their items wait,
 * and only theirs. Safe for any thread.
 */
final class FullAddresses {

    private static final Logger log = LoggerFactory.getLogger(FullAddresses.class);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final OrganizationPauses pauses;

    FullAddresses(LongSupplier nanoTime) {
        pauses = new OrganizationPauses(FIRST, LONGEST, nanoTime);
    }

    /** Begins a pause: the broker has refused an event. */
    void refused(String organization) {
        if (pauses.pause(organization)) {
            log.warn(
                    "The broker takes no more events of organization {}: address sync.{} is full. Its items wait",
                    organization,
                    organization);
        }
    }

    /** Ends the pause if it is over: the broker has taken an event of the organization. */
    void took(String organization) {
        if (pauses.isUnproven(organization) && !pauses.isPaused(organization)) {
            pauses.end(organization);
            log.info("The broker takes events of organization {} again", organization);
        }
    }

    /** Forgets all pauses: the broker may be another one or have been restarted. */
    void forgetAll() {
        pauses.endAll();
    }

    /** How long the items of the organization still wait; zero if they do not. */
    Duration left(String organization) {
        return pauses.left(organization).orElse(Duration.ZERO);
    }

    boolean isFull(String organization) {
        return pauses.isPaused(organization);
    }

    /** Whether the address was full and has taken no event since. */
    boolean isUnproven(String organization) {
        return pauses.isUnproven(organization);
    }

    Set<String> all() {
        return pauses.all();
    }

    /** All of {@link #all}, and those whose pause has just ended and whose next try is still to come. */
    Set<String> inARow() {
        return pauses.inARow();
    }
}
