package com.pfavanguard.sync.worker;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Organizations whose address at the broker takes no more events for the moment. Nothing of theirs can be told, so
 * only their own items wait. Safe for any thread.
 */
final class FullAddresses {

    private static final Logger log = LoggerFactory.getLogger(FullAddresses.class);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final OrganizationPauses pauses;

    FullAddresses(LongSupplier nanoTime) {
        pauses = new OrganizationPauses(FIRST, LONGEST, nanoTime);
    }

    /** The broker has refused an event. */
    void refused(String organization) {
        if (pauses.pause(organization)) {
            log.warn(
                    "The broker takes no more events of organization {} (address sync.{} is full); its items wait",
                    organization,
                    organization);
        }
    }

    /** The broker has taken the event that ended an item, or that put it off. */
    void took(String organization) {
        if (pauses.isUnproven(organization) && !pauses.isPaused(organization)) {
            pauses.end(organization);
            log.info("The broker takes events of organization {} again", organization);
        }
    }

    /** The broker may be another one, or was started anew. */
    void forgetAll() {
        pauses.endAll();
    }

    /** How long its items still wait; nothing if they do not. */
    Duration left(String organization) {
        return pauses.left(organization).orElse(Duration.ZERO);
    }

    boolean isFull(String organization) {
        return pauses.isPaused(organization);
    }

    /** Whether it was full, and nothing has been taken since. */
    boolean isUnproven(String organization) {
        return pauses.isUnproven(organization);
    }

    Set<String> all() {
        return pauses.all();
    }
}
