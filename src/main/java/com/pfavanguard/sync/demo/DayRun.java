package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.demo.DayStep.Kind;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pems.PemsClient;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.StandInFailures;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** One demo day on its way: knows its steps, carries them out, and can tell how far it is. */
final class DayRun {

    private static final int SERVER_ERROR = 500;
    private static final int BAD_REQUEST = 400;

    private final OrganizationId organizationId;
    private final List<DayStep> steps;
    private final Duration length;
    private final Instant startedAt;
    private final Stage stage;
    private final RandomGenerator random;

    // Written by the day's timer only.
    private volatile int done;
    private volatile String story = "The site opens";

    /** What a day needs of the gateway. */
    record Stage(PemsClient pems, StandInFailures failures, WriteQueue queue, Clock clock) {}

    DayRun(OrganizationId organizationId, Duration length, Stage stage, RandomGenerator random) {
        this.organizationId = organizationId;
        this.steps = DayScript.write(random);
        this.length = length;
        this.stage = stage;
        this.random = random;
        this.startedAt = stage.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    OrganizationId organizationId() {
        return organizationId;
    }

    boolean hasNext() {
        return done < steps.size();
    }

    /** How long to wait for the next step; zero if it is due. */
    Duration untilNext() {
        Instant at = startedAt.plus(sinceBegin(steps.get(done)));
        Duration wait = Duration.between(stage.clock().instant(), at);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private Duration sinceBegin(DayStep step) {
        double share =
                (double) Duration.between(DayScript.BEGIN, step.siteTime()).toSeconds()
                        / Duration.between(DayScript.BEGIN, DayScript.END).toSeconds();
        return Duration.ofMillis(Math.round(length.toMillis() * share));
    }

    /** Carries out the next step: reads the record, edits it. */
    void next() {
        DayStep step = steps.get(done);
        PfaRecord record = stage.pems().read(organizationId, step.pfaId());
        List<DayEdit> edits = edits(step, record);
        if (step.kind() == Kind.HICCUP) {
            stage.failures().refuse(step.pfaId(), SERVER_ERROR, 1 + random.nextInt(2));
        } else if (step.kind() == Kind.REFUSAL) {
            stage.failures().refuse(step.pfaId(), BAD_REQUEST, 1);
        }
        Instant now = stage.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String jobId = "demo-day-" + startedAt.toEpochMilli() + "-" + organizationId;
        stage.queue().enqueue(edits.stream().map(edit -> edit.item(jobId, now)).toList());
        story = edits.get(edits.size() - 1).story();
        done++;
    }

    private List<DayEdit> edits(DayStep step, PfaRecord record) {
        return switch (step.kind()) {
            case EDIT, HICCUP -> List.of(DayEdit.usual(record, step.user(), random));
            case CLASH ->
                List.of(
                        DayEdit.endAndPrice(record, "site.office", 21, 2),
                        DayEdit.endAndPrice(record, step.user(), -3, 6).with(DayEdit.otherDor(record, step.user())));
            case REFUSAL -> List.of(DayEdit.otherDor(record, step.user()));
            case MISTAKE -> List.of(DayEdit.endBeforeStart(record, step.user()));
        };
    }

    /** Takes back the faults of PEMS that have not happened. */
    void leave() {
        steps.stream()
                .filter(step -> step.kind() == Kind.HICCUP || step.kind() == Kind.REFUSAL)
                .forEach(step -> stage.failures().behave(step.pfaId()));
    }

    DemoDayState state(boolean running, String end) {
        int now = done;
        return new DemoDayState(
                true,
                null,
                running,
                organizationId.value(),
                startedAt,
                startedAt.plus(length),
                now == 0
                        ? DayScript.BEGIN.toString()
                        : steps.get(now - 1).siteTime().withSecond(0).toString(),
                count(steps.stream().limit(now)),
                count(steps.stream()),
                running ? story : end);
    }

    private static int count(Stream<DayStep> steps) {
        return steps.mapToInt(step -> step.kind().edits()).sum();
    }
}
