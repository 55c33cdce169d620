package com.pfavanguard.sync.broker;

import com.pfavanguard.sync.broker.BrokerProperties.History;
import com.pfavanguard.sync.event.SyncQueues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is wrong at an external broker for health, metrics and the log: what the inspections found, and what the
 * gateway's link, the keeper of the states and the worker saw (decision 0042). About the embedded broker it always says
 * that nothing is wrong. Safe for any thread.
 */
public final class BrokerSetup {

    private static final Logger log = LoggerFactory.getLogger(BrokerSetup.class);

    private final boolean inspects;
    private final boolean reads;
    private final Set<BrokerNeed> needs;
    private final LinkEvidence evidence;
    private final Clock clock;

    private Runnable wish = () -> {};
    /** By the lock's queue: the locks that this process was refused when it last asked. */
    private final Map<String, BrokerProblem> refusedLocks = new TreeMap<>();

    private List<BrokerProblem> inspected = List.of();
    private List<BrokerProblem> problems = List.of();
    private @Nullable Instant inspectedAt;
    private @Nullable String unreachable;
    private boolean inOrderOnce;
    private long stopsSince;

    /**
     * @param inspects whether somebody inspects the broker; if not, nothing is ever wrong
     * @param needs what this process does with the broker
     * @param history what this process expects of the history
     */
    BrokerSetup(boolean inspects, Set<BrokerNeed> needs, History history, Clock clock) {
        this.inspects = inspects;
        this.reads = needs.contains(BrokerNeed.EVENTS);
        this.needs = Set.copyOf(needs);
        this.evidence = new LinkEvidence(history);
        this.clock = clock;
    }

    /** Runs the action when an inspection is wanted before its time. */
    synchronized void onWish(Runnable action) {
        wish = action;
    }

    /**
     * The gateway's link has connected, perhaps to another broker than before.
     *
     * @param serverHeader how the broker calls itself; {@code null} if it does not say
     */
    public void linkConnected(@Nullable String serverHeader) {
        Runnable inspection;
        synchronized (this) {
            evidence.connected(serverHeader);
            update();
            inspection = wish;
        }
        inspection.run();
    }

    /**
     * The gateway's link has read a message that it has just sent to the history itself.
     *
     * @param ingress when the broker took it, milliseconds since 1970; 0 if the broker does not say
     * @param expires when the broker drops it, milliseconds since 1970; 0 if never
     */
    public synchronized void eventKept(long ingress, long expires) {
        evidence.kept(ingress, expires);
        update();
    }

    /**
     * The worker has asked for its lock. An inspection cannot find out whether it may, since it would take the lock
     * itself.
     *
     * @param mayConsume whether the broker let it, or would have if another process did not hold the lock
     */
    public void workerLockAnswered(boolean mayConsume) {
        lockAnswered(SyncQueues.WORKER, mayConsume);
    }

    /** The keeper of the states has asked for its lock. Like {@link #workerLockAnswered}. */
    void keeperLockAnswered(boolean mayConsume) {
        lockAnswered(SyncQueues.STATES_KEEPER, mayConsume);
    }

    private synchronized void lockAnswered(String queue, boolean mayConsume) {
        if (mayConsume != refusedLocks.containsKey(queue)) {
            return;
        }
        if (mayConsume) {
            refusedLocks.remove(queue);
        } else {
            NeededQueue.lockRefused(queue, needs).ifPresent(problem -> refusedLocks.put(queue, problem));
        }
        update();
    }

    /** An inspection has reached the broker and found these problems. */
    synchronized void inspected(List<BrokerProblem> found) {
        inspected = List.copyOf(found);
        inspectedAt = clock.instant();
        unreachable = null;
        update();
    }

    /** An inspection has not reached the broker. */
    synchronized void unreachable(String reason) {
        if (unreachable == null && !reads) {
            // The link of a gateway reports the same itself.
            log.warn("Cannot inspect the broker, trying again: {}", reason);
        }
        inspected = List.of();
        inspectedAt = clock.instant();
        unreachable = reason;
        update();
    }

    private void update() {
        if (!inspects) {
            return;
        }
        List<BrokerProblem> now = new ArrayList<>(inspected);
        evidence.problems().stream().filter(problem -> !now.contains(problem)).forEach(now::add);
        now.addAll(refusedLocks.values());
        tell(now);
        boolean stopped = stops(problems);
        problems = List.copyOf(now);
        if (!stopped && stops(problems)) {
            stopsSince = System.nanoTime();
        }
        if (problems.isEmpty() && unreachable == null && inspectedAt != null && (!reads || evidence.isComplete())) {
            inOrderOnce = true;
        }
    }

    private static boolean stops(List<BrokerProblem> problems) {
        return problems.stream().anyMatch(BrokerProblem::stopsWork);
    }

    private void tell(List<BrokerProblem> now) {
        now.stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problem -> log.warn("The broker is not as this process needs it: {}", problem.text()));
        if (now.isEmpty() && !problems.isEmpty() && unreachable == null) {
            log.info("The broker is as this process needs it");
        }
    }

    /** Whether an external broker is inspected at all. */
    public boolean inspects() {
        return inspects;
    }

    /**
     * Whether this process can do its work as far as the broker's set-up is concerned. It has to have found everything
     * in order once; from then on only problems count that stop its work and have lasted for longer than {@code
     * grace}.
     */
    public synchronized boolean isFit(Duration grace) {
        if (!inspects) {
            return true;
        }
        return inOrderOnce && !(stops(problems) && System.nanoTime() - stopsSince > grace.toNanos());
    }

    /** What is wrong, and what to do. */
    public synchronized List<String> problems() {
        return problems.stream().map(BrokerProblem::text).toList();
    }

    /** Why the last inspection has not reached the broker; empty if it has. */
    public synchronized Optional<String> unreachable() {
        return Optional.ofNullable(unreachable);
    }

    /** When the broker was inspected last; empty if never yet. */
    public synchronized Optional<Instant> inspectedAt() {
        return Optional.ofNullable(inspectedAt);
    }
}
