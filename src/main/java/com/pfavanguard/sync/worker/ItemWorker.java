package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Conflicts;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.SyncEventPublisher;
import com.pfavanguard.sync.pems.PemsErrorCode;
import com.pfavanguard.sync.pems.PemsException;
import com.pfavanguard.sync.writequeue.Failure;
import com.pfavanguard.sync.writequeue.ItemMessage;
import com.pfavanguard.sync.writequeue.PoisonedItemException;
import com.pfavanguard.sync.writequeue.SyncFigures;
import com.pfavanguard.sync.writequeue.WriteItem;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message and brings its item one step further: fresh to claimed, claimed to its end or to a retry, a retry to
 * claimed once its time has come. Each step is one transaction of the consumer that calls this: the old message, the
 * new one and the event go together. Called from the consumers' threads, never for two items of one PFA at once.
 */
class ItemWorker {

    private static final Logger log = LoggerFactory.getLogger(ItemWorker.class);

    private final WriteQueue queue;
    private final Conflicts conflicts;
    private final SyncEventPublisher events;
    private final SyncFigures figures;
    private final LimitedPems pems;
    private final Attempt attempt;
    private final RetrySchedule retries;
    private final PausedOrganizations paused;
    private final Semaphore inFlight;
    private final Waiting waiting;
    private final Clock clock;

    ItemWorker(
            WriteQueue queue,
            Conflicts conflicts,
            SyncEventPublisher events,
            SyncFigures figures,
            LimitedPems pems,
            RetrySchedule retries,
            PausedOrganizations paused,
            Semaphore inFlight,
            Waiting waiting,
            Clock clock) {
        this.queue = queue;
        this.conflicts = conflicts;
        this.events = events;
        this.figures = figures;
        this.pems = pems;
        this.attempt = new Attempt(pems);
        this.retries = retries;
        this.paused = paused;
        this.inFlight = inFlight;
        this.waiting = waiting;
        this.clock = clock;
    }

    void handle(QueueMessage message) {
        ItemMessage taken = new ItemMessage(message);
        try {
            step(taken, taken.item());
        } catch (PoisonedItemException e) {
            log.warn("A message in the write queue is no item ({}): {}", taken, e.getMessage());
            queue.fail(taken, new Failure("INVALID_ITEM", "The edit could not be read", taken.retryCount()));
        } catch (Waiting.StoppingException e) {
            putBack(taken);
        }
    }

    private void putBack(ItemMessage taken) {
        // An interrupted thread could not talk to the broker.
        boolean interrupted = Thread.interrupted();
        queue.putBack(taken);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(ItemMessage taken, WriteItem item) {
        if (paused.isPaused(item.organizationId())) {
            queue.putBack(taken);
        } else if (taken.stage() == ItemMessage.Stage.CLAIMED) {
            write(taken, item);
        } else if (!pems.serves(item.organizationId())) {
            queue.fail(
                    taken,
                    new Failure(
                            PemsErrorCode.INVALID_REQUEST.name(),
                            "This organization is not connected to PEMS",
                            taken.retryCount()));
        } else {
            taken.nextAttemptAt().ifPresent(waiting::until);
            awaitPems();
            queue.claim(taken, item);
        }
    }

    // Better to be seen waiting than processing.
    private void awaitPems() {
        while (pems.isDown()) {
            waiting.pause(LimitedPems.LOOK_AGAIN);
        }
    }

    private void write(ItemMessage taken, WriteItem item) {
        Attempt.Outcome outcome;
        try {
            outcome = attempt(item);
        } catch (PemsException e) {
            failed(taken, item, e);
            return;
        } catch (Waiting.StoppingException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Writing {} failed in a way nobody thought of", item, e);
            queue.fail(taken, new Failure("INTERNAL_ERROR", "Something went wrong on our side", taken.retryCount()));
            return;
        }
        // What fails from here on is the broker; then all of this step is undone and made again.
        end(taken, item, outcome);
    }

    private Attempt.Outcome attempt(WriteItem item) {
        try {
            inFlight.acquire();
        } catch (InterruptedException e) {
            throw new Waiting.StoppingException();
        }
        try {
            return attempt.make(item);
        } finally {
            inFlight.release();
        }
    }

    private void end(ItemMessage taken, WriteItem item, Attempt.Outcome outcome) {
        if (outcome instanceof Attempt.Written written) {
            events.publish(new SyncSuccess(
                    EventId.random(), item.organizationId(), item.pfaId(), clock.instant(), written.version()));
            figures.completed(item.organizationId(), item.queuedAt());
        } else if (outcome instanceof Attempt.Disputed disputed) {
            conflicts.open(item, disputed.conflict(), disputed.current());
        } else if (outcome instanceof Attempt.Invalid invalid) {
            queue.fail(taken, new Failure("VALIDATION_FAILED", invalid.message(), taken.retryCount()));
        }
    }

    private void failed(ItemMessage taken, WriteItem item, PemsException e) {
        // The request may have been cut off by the stop itself; it is no fault of PEMS then.
        waiting.checkStopping();
        int used = taken.retryCount();
        if (e.retryable() && LimitedPems.isOutage(e) && pems.isDown()) {
            log.info("{} waits for PEMS to come back: {}", item, e.getMessage());
            queue.putBack(taken);
        } else if (e.retryable() && retries.mayRetryAfter(used)) {
            Instant next = clock.instant().plus(retries.delay(used, e.retryAfter()));
            log.info("{} is tried again at {}: {}", item, next, e.getMessage());
            queue.retry(taken, item, used + 1, next);
        } else {
            log.warn("{} has failed after {} retries: {}", item, used, e.getMessage());
            queue.fail(taken, new Failure(e.code().name(), e.userMessage(), used));
            if (e.code() == PemsErrorCode.UNAUTHORIZED) {
                paused.pause(item.organizationId());
            }
        }
    }
}
