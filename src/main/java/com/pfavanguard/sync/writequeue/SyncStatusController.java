package com.pfavanguard.sync.writequeue;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.PemsApi;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.DurableQueue;
import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.pauses.WritePause;
import com.pfavanguard.sync.pauses.WritePauses;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.writequeue.ItemMessage.Stage;
import com.pfavanguard.sync.writequeue.SyncStatus.Health;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the state of an organization's edits, over all processes at the broker. */
@PemsApi
class SyncStatusController {

    private final Access access;
    private final DurableQueue write;
    private final DurableQueue conflicts;
    private final FailedItems failedItems;
    private final SyncFigures figures;
    private final WorkerPace pace;
    private final StoredWorkerState worker;
    private final WritePauses pauses;
    private final Clock clock;

    SyncStatusController(
            Access access,
            WorkQueues queues,
            FailedItems failedItems,
            SyncFigures figures,
            WorkerPace pace,
            StoredWorkerState worker,
            WritePauses pauses,
            Clock clock) {
        this.access = access;
        this.write = queues.queue(SyncQueues.WRITE);
        this.conflicts = queues.queue(SyncQueues.CONFLICTS);
        this.failedItems = failedItems;
        this.figures = figures;
        this.pace = pace;
        this.worker = worker;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** Says how an organization's edits are going. Needs {@code perm_Read}. */
    @GetMapping("/sync-status")
    SyncStatus syncStatus(@RequestParam(required = false) @Nullable String organizationId) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        Selector all = Selector.where(ItemMessage.ORGANIZATION_ID, organization);
        Selector retry = all.and(ItemMessage.STAGE, Stage.RETRY);
        Selector fresh = all.and(Selector.without(ItemMessage.STAGE));
        DailyFigures sum = figures.of(organization);
        Instant now = clock.instant();
        long completed = sum.completed(now);
        long failed = failedItems.count(organization);
        int successRate = SyncStatus.successRate(completed, failed);
        long waiting = write.countWaiting(fresh);
        long scheduled = write.countWaiting(retry);
        long processing = write.countInHand(all);
        WorkerState state = worker.read();
        long late = state.timed() ? 0 : sentBefore(all, now, SyncStatus.LATE);
        long veryLate = late == 0 ? 0 : sentBefore(all, now, SyncStatus.VERY_LATE);
        WritePause pause = pauses.of(organization).orElse(null);
        return new SyncStatus(
                organization.value(),
                waiting,
                scheduled,
                processing,
                completed,
                failed,
                conflicts.count(all),
                sum.average(now).map(Duration::toMillis).orElse(null),
                sum.lastEnd().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
                pace.nextRunAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
                late,
                state.pemsDownSince(),
                pause == null ? null : pause.since(),
                pause == null ? null : pause.reason(),
                Health.worst(
                        Health.ofSuccess(successRate),
                        Health.ofWaiting(late, veryLate),
                        Health.ofPems(state.pemsDownSince() != null, waiting + scheduled + processing),
                        Health.ofPause(pause != null)),
                successRate);
    }

    // Each attempt replaces the message, so an edit that is tried again and again is never late.
    private long sentBefore(Selector items, Instant now, Duration age) {
        return write.countWaiting(items.and(Selector.sentBefore(now.minus(age))));
    }
}
