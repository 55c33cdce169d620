package com.pfavanguard.sync.worker;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * Says when items are taken: always, or from each time of a cron expression until none is left. Safe for any thread.
 */
final class WorkSchedule {

    private final @Nullable CronExpression cron;
    private final ZoneId zone;
    private final Clock clock;

    private boolean open;
    private Instant next;
    private Instant looked;

    /** @param cron {@code null} for always */
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

    // A date that never comes, such as 30 February, has no next time.
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
        // Otherwise, after a clock was set back, nothing would be taken until it has caught up.
        if (hasCome || now.isBefore(looked)) {
            next = following(cron, now);
        }
        looked = now;
        open |= hasCome;
    }

    /** Ends a scheduled run: nothing is waiting or under way. */
    synchronized void nothingLeft() {
        open = cron == null;
    }

    /** The next time items are taken: now if they are being taken, {@link Instant#MAX} for never. */
    synchronized Instant nextRunAt() {
        return isOpen() ? clock.instant() : next;
    }

    @Override
    public String toString() {
        return cron == null ? "as edits come" : "by the schedule " + cron;
    }
}
