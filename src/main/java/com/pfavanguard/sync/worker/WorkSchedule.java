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
final class WorkSchedule {

    private final @Nullable CronExpression cron;
    private final ZoneId zone;
    private final Clock clock;

    private boolean open;
    private Instant next;
    private Instant looked;

    /** @param cron none: always */
    WorkSchedule(@Nullable CronExpression cron, ZoneId zone, Clock clock) {
        this.cron = cron;
        this.zone = zone;
        this.clock = clock;
        open = cron == null;
        looked = clock.instant();
        next = cron == null ? looked : following(cron, looked);
    }

    /** Whether items are taken at certain times only. */
    boolean isTimed() {
        return cron != null;
    }

    // A date that never comes, such as 30 February, has no following one.
    private Instant following(CronExpression cron, Instant now) {
        ZonedDateTime following = cron.next(now.atZone(zone));
        return following == null ? Instant.MAX : following.toInstant();
    }

    synchronized boolean isOpen() {
        if (cron != null) {
            look(cron, clock.instant());
        }
        return open;
    }

    private void look(CronExpression cron, Instant now) {
        boolean hasCome = !now.isBefore(next);
        // A clock set back would otherwise have to come all the way again.
        if (hasCome || now.isBefore(looked)) {
            next = following(cron, now);
        }
        looked = now;
        open |= hasCome;
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
