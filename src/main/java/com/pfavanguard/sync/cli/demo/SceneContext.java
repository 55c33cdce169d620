package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.cli.watch.Deadline;
import com.pfavanguard.sync.cli.watch.ServerMessage;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncConflict;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncQueued;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Gives the scenes what they need: the gateway, its PEMS, the stream, the output, and records that no one else uses.
 * Waits for the expected events.
 */
final class SceneContext {

    private static final Duration REMINDER = Duration.ofSeconds(15);

    private final GatewayApi gateway;
    private final StandInClient pems;
    private final LiveEvents live;
    private final Commentary commentary;
    private final RecordIds ids;
    private final Duration patience;
    private final Clock clock;

    private final ExpectedEvents expected = new ExpectedEvents();
    private final Map<PfaId, SyncEvent> latest = new HashMap<>();
    private String organizationCode = "";
    private int edits;

    SceneContext(
            GatewayApi gateway,
            StandInClient pems,
            LiveEvents live,
            Commentary commentary,
            RecordIds ids,
            Duration patience,
            Clock clock) {
        this.gateway = gateway;
        this.pems = pems;
        this.live = live;
        this.commentary = commentary;
        this.ids = ids;
        this.patience = patience;
        this.clock = clock;
    }

    GatewayApi gateway() {
        return gateway;
    }

    StandInClient pems() {
        return pems;
    }

    Commentary commentary() {
        return commentary;
    }

    /** Sets the code by which PEMS knows the organization. */
    void organizationCode(String code) {
        organizationCode = code;
    }

    PfaId newId() {
        return ids.next();
    }

    /** Returns an unchanged record of PEMS, as a screen would show it. */
    StandInRecord newRecord() throws InterruptedException {
        return read(newId());
    }

    StandInRecord read(PfaId pfaId) throws InterruptedException {
        return pems.read(organizationCode, pfaId);
    }

    StandInRecord changeInPems(StandInRecord record, Map<String, Object> changes) throws InterruptedException {
        commentary.action(
                "a user of PEMS sets %s of %s".formatted(String.join(" and ", changes.keySet()), record.pfaId()));
        return pems.change(organizationCode, record.pfaId(), changes);
    }

    void expect(PfaId pfaId, Step... steps) {
        expected.expect(pfaId, List.of(steps));
    }

    void expect(PfaId pfaId, List<Step> steps) {
        expected.expect(pfaId, steps);
    }

    void write(Edit... sent) throws InterruptedException {
        for (Edit edit : sent) {
            commentary.action("a user sets %s of %s".formatted(edit.fields(), edit.pfaId()));
        }
        edits += sent.length;
        JsonNode answer = gateway.write(List.of(sent));
        commentary.action("POST write-sync: %s queued".formatted(answer.path("queuedCount")));
    }

    void resolve(SyncConflict conflict, String how, Map<String, Object> decision) throws InterruptedException {
        commentary.action("POST resolve: " + how);
        gateway.resolve(conflict.conflictId(), decision);
    }

    /** Waits until all expected events have arrived, and prints each. */
    void awaitEvents() throws InterruptedException {
        Deadline deadline = new Deadline(patience);
        while (!expected.allCame()) {
            ServerMessage.Event heard = live.next(deadline.atMost(REMINDER));
            if (heard != null) {
                deadline = new Deadline(patience.plus(tellOf(heard)));
            } else if (deadline.isOver()) {
                throw new DemoFailedException("no event for %d s; expected next: %s. %s"
                        .formatted(patience.toSeconds(), expected.next(), whatMayBeWrong()));
            } else {
                commentary.action("still waiting for " + expected.next());
            }
        }
    }

    /** Prints the documented order, in which the events of the scene arrived. */
    void endScene() {
        expected.sequences().forEach(sequence -> commentary.action("as documented: " + sequence));
    }

    /** Prints an event and returns the announced pause until the next one. */
    private Duration tellOf(ServerMessage.Event heard) {
        SyncEvent event = heard.event();
        commentary.event(heard);
        latest.put(event.pfaId(), event);
        expected.happened(event);
        Optional<SyncQueued.Retry> retry = event instanceof SyncQueued queued ? queued.retry() : Optional.empty();
        if (retry.isEmpty()) {
            return Duration.ZERO;
        }
        Duration wait = Duration.between(clock.instant(), retry.get().nextAttemptAt());
        wait = wait.isNegative() ? Duration.ZERO : wait;
        commentary.action("the worker waits %.1f s before the next attempt".formatted(wait.toMillis() / 1e3));
        return wait;
    }

    private String whatMayBeWrong() throws InterruptedException {
        JsonNode next = gateway.status().path("nextSyncAt");
        if (!next.isString()) {
            return "No worker runs in this process; check sync.worker.enabled";
        }
        return Instant.parse(next.stringValue()).isAfter(clock.instant().plusSeconds(1))
                ? "Its worker runs by schedule, next at " + next.stringValue() + "; wait longer with --timeout"
                : "Other edits may come first; wait longer with --timeout";
    }

    /** Returns whether a worker has started on the record's edit, with any result. */
    boolean isTakenUp(PfaId pfaId) {
        SyncEvent last = latest.get(pfaId);
        return last != null
                && !(last instanceof SyncQueued queued && queued.retry().isEmpty());
    }

    /** Returns the failure of the record's edit, if that was its last event. */
    Optional<SyncFailed> failure(PfaId pfaId) {
        return latest.get(pfaId) instanceof SyncFailed failed ? Optional.of(failed) : Optional.empty();
    }

    SyncConflict conflict(PfaId pfaId) {
        return (SyncConflict) Objects.requireNonNull(latest.get(pfaId));
    }

    int edits() {
        return edits;
    }
}
