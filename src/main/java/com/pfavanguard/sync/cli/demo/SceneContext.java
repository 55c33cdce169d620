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

/** What the scenes have at hand: the instance, its PEMS, the stream, a voice, and records nobody else uses. */
final class SceneContext {

    private static final Duration REMINDER = Duration.ofSeconds(15);

    private final GatewayApi gateway;
    private final StandInControl pems;
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
            StandInControl pems,
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

    StandInControl pems() {
        return pems;
    }

    Commentary commentary() {
        return commentary;
    }

    /** From now on it is known by what code PEMS knows the organization. */
    void organizationCode(String code) {
        organizationCode = code;
    }

    PfaId newId() {
        return ids.next();
    }

    /** A record of PEMS's that nobody has touched, as a screen would show it. */
    StandInRecord newRecord() throws InterruptedException {
        return read(newId());
    }

    StandInRecord read(PfaId pfaId) throws InterruptedException {
        return pems.read(organizationCode, pfaId);
    }

    StandInRecord changeInPems(StandInRecord record, Map<String, Object> changes) throws InterruptedException {
        commentary.action("in PEMS itself somebody sets %s of %s"
                .formatted(String.join(" and ", changes.keySet()), record.pfaId()));
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

    /** Returns when everything expected has come, having told of each event. */
    void awaitEvents() throws InterruptedException {
        Deadline deadline = new Deadline(patience);
        while (!expected.allCame()) {
            ServerMessage.Event heard = live.next(deadline.atMost(REMINDER));
            if (heard != null) {
                deadline = new Deadline(patience.plus(tellOf(heard)));
            } else if (deadline.isOver()) {
                throw new DemoFailedException("nothing came for %d s; next should have come: %s. %s"
                        .formatted(patience.toSeconds(), expected.next(), whatMayBeWrong()));
            } else {
                commentary.action("still waiting for " + expected.next());
            }
        }
    }

    /** Tells what order the events of the scene came in; it was the documented one. */
    void endScene() {
        expected.sequences().forEach(sequence -> commentary.action("as documented: " + sequence));
    }

    /** How long nothing more can come now. */
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
        commentary.action("the worker waits %.1f s before it asks PEMS again".formatted(wait.toMillis() / 1e3));
        return wait;
    }

    private String whatMayBeWrong() throws InterruptedException {
        JsonNode next = gateway.status().path("nextSyncAt");
        if (!next.isString()) {
            return "This process has no worker at work: sync.worker.enabled?";
        }
        return Instant.parse(next.stringValue()).isAfter(clock.instant().plusSeconds(1))
                ? "Its worker runs by a schedule, next at " + next.stringValue() + "; wait longer with --timeout"
                : "Other edits may be ahead of it; wait longer with --timeout";
    }

    /** Whether a worker has taken the record's edit in hand, however that went. */
    boolean isTakenUp(PfaId pfaId) {
        SyncEvent last = latest.get(pfaId);
        return last != null
                && !(last instanceof SyncQueued queued && queued.retry().isEmpty());
    }

    /** How the record's edit failed, if that was the last thing it did. */
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
