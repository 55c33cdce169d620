package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.pems.PemsErrorCode;
import com.pfavanguard.sync.pems.PemsException;
import com.pfavanguard.sync.vital.BoundedLog;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemEvents;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.PoisonedItemException;
import com.pfavanguard.sync.writequeue.WriteItem;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the item of a message to its end or to its next wait. The caller holds the transaction: the message taken, the
 * one that replaces it and the event are committed together; only SYNC_PROCESSING is published at once. Called from the
 * worker's threads, never for two items of one PFA at the same time.
 */
class ItemWorker {

    private static final Logger log = LoggerFactory.getLogger(ItemWorker.class);

    private final BoundedLog lines = new BoundedLog();

    private final WriteQueue queue;
    private final Conflicts conflicts;
    private final ItemEvents events;
    private final RateLimitedPems pems;
    private final Attempt attempt;
    private final RetryDelays retries;
    private final RefusedCredentials refused;
    private final PausedByAdmin paused;
    private final OutageDetector outage;
    private final InFlightLimits inFlight;
    private final StopSignal stop;
    private final WriteAudit audit;
    private final Clock clock;

    ItemWorker(
            WriteQueue queue,
            Conflicts conflicts,
            ItemEvents events,
            RateLimitedPems pems,
            RetryDelays retries,
            RefusedCredentials refused,
            PausedByAdmin paused,
            OutageDetector outage,
            InFlightLimits inFlight,
            StopSignal stop,
            WriteAudit audit,
            Clock clock) {
        this.queue = queue;
        this.conflicts = conflicts;
        this.events = events;
        this.pems = pems;
        this.attempt = new Attempt(pems);
        this.retries = retries;
        this.refused = refused;
        this.paused = paused;
        this.outage = outage;
        this.inFlight = inFlight;
        this.stop = stop;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param due whether the time of the next attempt has certainly come; otherwise the message says when it does
     * @param mark an answer of PEMS for another record after this mark shows that a failure is this record's own
     */
    Progress handle(QueueMessage message, boolean due, long mark) {
        ItemMessage taken = new ItemMessage(message);
        try {
            return step(taken, taken.itemInQueue(), due, mark);
        } catch (PoisonedItemException e) {
            lines.tell(
                    log,
                    Level.WARN,
                    "poison",
                    "A message in pems.write is not a valid item and fails ({}): {}",
                    taken,
                    e.getMessage());
            return fail(taken, new Failure("INVALID_ITEM", "The edit could not be read", taken.retryCount()));
        } catch (StopSignal.StoppingException e) {
            return putBackAtOnce(taken);
        }
    }

    /** Puts back an item whose organization's address takes no events. Uses no retry. */
    Progress setAside(QueueMessage message, Duration delay) {
        return putBack(new ItemMessage(message), delay, false);
    }

    private Progress fail(ItemMessage taken, Failure failure) {
        queue.fail(taken, failure);
        return new Progress.Ended();
    }

    private Progress putBackAtOnce(ItemMessage taken) {
        // An interrupted thread cannot talk to the broker.
        boolean interrupted = Thread.interrupted();
        Progress progress = putBack(taken, Duration.ZERO, false);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return progress;
    }

    private Progress putBack(ItemMessage taken, Duration delay, boolean suspect) {
        queue.putBack(taken, clock.instant().plus(delay));
        return new Progress.Waits(taken.itemId().orElse(""), delay, suspect);
    }

    private Progress step(ItemMessage taken, WriteItem item, boolean due, long mark) {
        if (paused.isPaused(item.organizationId().value())) {
            // It arrived while the worker waited at the broker for items of any organization that was not paused then.
            return putBack(taken, Duration.ZERO, false);
        }
        Optional<Duration> wait = refused.left(item.organizationId())
                .or(() -> due ? Optional.empty() : retries.left(taken.nextAttemptAt(), clock.instant()));
        if (wait.isPresent()) {
            return putBack(taken, wait.get(), false);
        }
        if (!pems.serves(item.organizationId())) {
            return fail(
                    taken,
                    new Failure(
                            PemsErrorCode.INVALID_REQUEST.name(),
                            "This organization is not connected to PEMS",
                            taken.retryCount()));
        }
        stop.check();
        events.processing(taken, item);
        return write(taken, item, mark);
    }

    private Progress write(ItemMessage taken, WriteItem item, long mark) {
        Attempt.Outcome outcome;
        try {
            outcome = attempt.make(item);
        } catch (PemsException e) {
            return failed(taken, item, e, mark);
        } catch (StopSignal.StoppingException | OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // The stop may have cut off the request; then the item has not failed.
            stop.check();
            tell(Level.ERROR, "unforeseen", item, "Writing {} failed unexpectedly", item, e);
            audit.failed(item, "failed", "INTERNAL_ERROR");
            return fail(
                    taken,
                    new Failure("INTERNAL_ERROR", "An internal error occurred in the gateway", taken.retryCount()));
        }
        if (outcome instanceof Attempt.Unanswered unanswered) {
            return failed(taken.withUnansweredWrite(unanswered.against()), item, unanswered.failure(), mark);
        }
        // From here on only the broker can fail; then everything is rolled back and the step runs again.
        end(taken, item, outcome);
        return new Progress.Ended();
    }

    private void end(ItemMessage taken, WriteItem item, Attempt.Outcome outcome) {
        if (outcome instanceof Attempt.Disputed disputed) {
            dispute(taken, item, disputed);
            return;
        }
        audit.ended(item, outcome);
        if (outcome instanceof Attempt.Written written) {
            events.written(item, written.version());
        } else if (outcome instanceof Attempt.Invalid invalid) {
            queue.fail(taken, new Failure("VALIDATION_FAILED", invalid.message(), taken.retryCount()));
        } else if (outcome instanceof Attempt.Ahead ahead) {
            failAhead(taken, item, ahead.pemsVersion());
        }
    }

    // If the edit is retried after PEMS has reached that version number, that version is not the one the user saw. Base
    // version 0 makes the comparison use values alone.
    private void failAhead(ItemMessage taken, WriteItem item, int pemsVersion) {
        tell(
                Level.WARN,
                "ahead",
                item,
                "{} is based on version {}, but PEMS has version {}",
                item,
                item.baseVersion(),
                pemsVersion);
        queue.fail(
                taken.withItem(item.rebased(0, item.baseValuesOrNull(), item.changes())),
                new Failure(
                        Attempt.Ahead.CODE,
                        "The edit is based on a version of the record that PEMS does not have; load the record again",
                        taken.retryCount()));
    }

    // Limited per organization, so that many failing edits of one do not hide another's lines.
    private void tell(Level level, String what, WriteItem item, String format, @Nullable Object... arguments) {
        lines.tell(log, level, what + ' ' + item.organizationId(), format, arguments);
    }

    private void dispute(ItemMessage taken, WriteItem item, Attempt.Disputed disputed) {
        if (conflicts.hasSpaceFor(item)) {
            conflicts.open(item, disputed.conflict(), disputed.current());
            audit.ended(item, disputed);
            return;
        }
        tell(
                Level.WARN,
                "too many conflicts",
                item,
                "{} is in conflict and fails: its organization has too many unresolved conflicts",
                item);
        String error =
                "PEMS has changed the same fields, but too many conflicts are waiting for a decision; resolve some and retry";
        queue.fail(taken, new Failure("TOO_MANY_CONFLICTS", error, taken.retryCount()));
        audit.failed(item, "failed", "TOO_MANY_CONFLICTS");
    }

    private Progress failed(ItemMessage taken, WriteItem item, PemsException e, long mark) {
        // The stop may have cut off the request; then PEMS has not failed.
        if (stop.isStopping()) {
            return putBackAtOnce(taken);
        }
        if (e.outage() && outage.isDown() && !outage.hasAnsweredForAnother(item.record(), mark)) {
            tell(Level.INFO, "waits", item, "{} waits until PEMS is available again: {}", item, e.getMessage());
            audit.failed(item, "outage", e.code().name());
            return putBack(taken, outage.openTime(), true);
        }
        if (e.code() == PemsErrorCode.UNAUTHORIZED) {
            return refused(taken, item, e);
        }
        int used = taken.retryCount();
        if (e.retryable() && retries.mayRetryAfter(used)) {
            Duration delay = retries.delay(used, e.retryAfter());
            Instant next = clock.instant().plus(delay).truncatedTo(ChronoUnit.MILLIS);
            tell(Level.INFO, "again", item, "{} will be retried at {}: {}", item, next, e.getMessage());
            queue.retry(taken, item, used + 1, next);
            audit.failed(item, "retry", e.code().name());
            return new Progress.Waits(item.itemId().toString(), delay, e.outage());
        }
        Optional<Attempt.Written> written = writtenAfterAll(taken, item);
        if (written.isPresent()) {
            tell(
                    Level.INFO,
                    "found",
                    item,
                    "{} has been written to PEMS although the answer was lost: {}",
                    item,
                    e.getMessage());
            end(taken, item, written.get());
            return new Progress.Ended();
        }
        tell(Level.WARN, "failed", item, "{} failed after {} retries: {}", item, used, e.getMessage());
        audit.failed(item, "failed", e.code().name());
        return fail(taken, new Failure(e.code().name(), e.userMessage(), used));
    }

    // SYNC_FAILED must not be published for a write that PEMS has made.
    private Optional<Attempt.Written> writtenAfterAll(ItemMessage taken, WriteItem item) {
        OptionalInt against = taken.unansweredWrite();
        return against.isPresent() ? attempt.findWritten(item, against.getAsInt()) : Optional.empty();
    }

    // One edit fails, so that its user learns of the refusal; the others wait until the credentials work again. An edit
    // that PEMS may have written already waits too, since that cannot be checked before.
    private Progress refused(ItemMessage taken, WriteItem item, PemsException e) {
        refused.refused(item.organizationId());
        boolean news = taken.unansweredWrite().isEmpty() && refused.tellsNow(item.organizationId());
        inFlight.beginAgain(item.organizationId().value());
        audit.failed(item, news ? "failed" : "paused", e.code().name());
        if (news) {
            return fail(taken, new Failure(e.code().name(), e.userMessage(), taken.retryCount()));
        }
        return putBack(taken, refused.left(item.organizationId()).orElse(Duration.ZERO), false);
    }
}
