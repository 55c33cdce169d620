package com.pfavanguard.sync.worker;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When items are taken: always, or from each time a cron expression names until there is nothing left. Safe for any
 * thread.
 */
final class Schedule {

    private final @Nullable CronExpression cron;
    private final ZoneId zone;
    private final Clock clock;

    private boolean open;
    private Instant next;

    /** @param cron none: always */
    Schedule(@Nullable CronExpression cron, ZoneId zone, Clock clock) {
        this.cron = cron;
        this.zone = zone;
        this.clock = clock;
        open = cron == null;
        next = cron == null ? clock.instant() : following(cron);
    }

    /** Whether items are taken at certain times only. */
    boolean isTimed() {
        return cron != null;
    }

    // A date that never comes, such as 30 February, has no following one.
    private Instant following(CronExpression cron) {
        ZonedDateTime following = cron.next(clock.instant().atZone(zone));
        return following == null ? Instant.MAX : following.toInstant();
    }

    synchronized boolean isOpen() {
        if (cron != null && !clock.instant().isBefore(next)) {
            next = following(cron);
            open = true;
        }
        return open;
    }

    /** There was nothing to take, and nothing is under way. */
    synchronized void nothingLeft() {
        open = cron == null;
    }

    /** When items are taken next; now, if they are being taken; {@link Instant#MAX} for never. */
    synchronized Instant nextRunAt() {
        return isOpen() ? clock.instant() : next;
    }

    @Override
    public String toString() {
        return cron == null ? "as edits come" : "by the schedule " + cron;
    }
}
