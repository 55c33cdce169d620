package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.messaging.Selector;
import com.pfavanguard.sync.pauses.WritePauses;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.ProcessName;
import com.pfavanguard.sync.web.SharedAnswer;
import com.pfavanguard.sync.writequeue.WriteQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/** {@code /actuator/worker}: shows whether this process writes to PEMS, how PEMS answers, and whose edits wait why. */
@Component
@ConditionalOnRole(Role.WORKER)
@Endpoint(id = "worker")
class WorkerEndpoint {

    // However many pages ask, the broker is asked about its queue once in this time.
    private static final Duration FRESH_FOR = Duration.ofSeconds(2);

    private final Worker worker;
    private final WriteQueue queue;
    private final OutageDetector outage;
    private final PemsAnswers answers;
    private final RefusedCredentials refused;
    private final FullAddresses full;
    private final WritePauses pauses;
    private final ProcessName name;
    private final Clock clock;
    private final SharedAnswer<Backlog> backlog = new SharedAnswer<>(FRESH_FOR, this::ask);

    WorkerEndpoint(
            Worker worker,
            WriteQueue queue,
            OutageDetector outage,
            PemsAnswers answers,
            RefusedCredentials refused,
            FullAddresses full,
            WritePauses pauses,
            ProcessName name,
            Clock clock) {
        this.worker = worker;
        this.queue = queue;
        this.outage = outage;
        this.answers = answers;
        this.refused = refused;
        this.full = full;
        this.pauses = pauses;
        this.name = name;
        this.clock = clock;
    }

    enum Breaker {
        /** PEMS answers. */
        CLOSED,
        /** PEMS does not answer; edits wait, and single ones are tried. */
        OPEN
    }

    /** Why edits of an organization wait. */
    enum Why {
        /** PEMS refuses the credentials of this gateway. */
        CREDENTIALS,
        /** The organization's address at the broker is full. */
        FULL_ADDRESS,
        /** An administrator has paused it. */
        ADMIN
    }

    /** @param since when an administrator paused it; null for the other reasons */
    record Paused(
            String organizationId,
            Why why,
            @Nullable Instant since,
            @Nullable String reason) {}

    /**
     * The queue of all processes. All but the problem are null if the broker cannot be asked.
     *
     * @param oldestWaitingMilliseconds since it was queued or last tried, to 2 percent; null if nothing waits
     * @param problem null if the broker answers
     */
    private record Backlog(
            @Nullable Long waiting,
            @Nullable Long inFlight,
            @Nullable Long oldestWaitingMilliseconds,
            @Nullable String problem) {}

    /**
     * @param active whether this process is the one that writes; the others stand by
     * @param since since when it writes; null if it does not
     * @param breakerOpenSince null if it is closed
     * @param pausedTotal organizations whose edits wait, also those that are not listed
     */
    record State(
            String gateway,
            boolean active,
            @Nullable Instant since,
            Breaker breaker,
            @Nullable Instant breakerOpenSince,
            @Nullable Long waiting,
            @Nullable Long oldestWaitingMilliseconds,
            @Nullable Long inFlight,
            @Nullable String problem,
            int pausedTotal,
            List<Paused> paused,
            PemsAnswers.Summary pems) {}

    @ReadOperation
    State state() {
        Backlog present = backlog.get();
        List<Paused> paused = paused();
        Duration down = outage.downFor().orElse(null);
        return new State(
                name.toString(),
                worker.isActive(),
                worker.activeFor().map(this::ago).orElse(null),
                down == null ? Breaker.CLOSED : Breaker.OPEN,
                down == null ? null : ago(down),
                present.waiting,
                present.oldestWaitingMilliseconds,
                present.inFlight,
                present.problem,
                paused.size(),
                paused.stream().limit(ListLimit.DEFAULT).toList(),
                answers.summary());
    }

    private Instant ago(Duration duration) {
        return clock.instant().minus(duration).truncatedTo(ChronoUnit.MILLIS);
    }

    private List<Paused> paused() {
        List<Paused> paused = new ArrayList<>(pauses.all().stream()
                .map(pause -> new Paused(pause.organizationId().value(), Why.ADMIN, pause.since(), pause.reason()))
                .toList());
        add(paused, refused.inARow(), Why.CREDENTIALS);
        add(paused, full.inARow(), Why.FULL_ADDRESS);
        return paused;
    }

    private static void add(List<Paused> paused, Collection<String> organizations, Why why) {
        organizations.stream().sorted().forEach(each -> paused.add(new Paused(each, why, null, null)));
    }

    private Backlog ask() {
        try {
            return new Backlog(
                    queue.countWaiting(Selector.ALL),
                    queue.inHand(),
                    queue.oldestWaiting().map(Duration::toMillis).orElse(null),
                    null);
        } catch (JmsException e) {
            return new Backlog(
                    null,
                    null,
                    null,
                    "The broker cannot be asked: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }
}
