package com.pfavanguard.sync.gateway.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One drain, from the wait for load balancers to the answers of the last clients. Runs in one thread and closes sessions
 * in batches, which never waits for a client. Any thread may end it early.
 */
final class DrainRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(DrainRun.class);

    private static final Duration BATCH_EVERY = Duration.ofMillis(100);
    private static final Duration CLOSE_ANSWER_WITHIN = Duration.ofSeconds(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final SessionRegistry sessions;
    private final Duration wait;
    private final Function<Integer, DrainPlan> planner;
    private final CountDownLatch hurried = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;
    private volatile int sentAway;

    /** @param planner makes the plan for a number of sessions */
    DrainRun(SessionRegistry sessions, Duration wait, Function<Integer, DrainPlan> planner) {
        this.sessions = sessions;
        this.wait = wait;
        this.planner = planner;
    }

    @Override
    public void run() {
        try {
            if (sessions.size() > 0) {
                pause(wait);
            }
            if (!cancelled) {
                sessions.accept(false);
                closeInTurns();
                awaitAnswers();
            }
        } finally {
            ended.countDown();
        }
    }

    private void closeInTurns() {
        List<ClientSession> leaving = new ArrayList<>(sessions.all());
        if (leaving.isEmpty()) {
            return;
        }
        // Mixes addresses and organizations, so that none of them moves as one.
        Collections.shuffle(leaving);
        DrainPlan plan = planner.apply(leaving.size());
        log.info(
                "{} sessions leave within {} ms; their clients connect to another gateway within {} ms",
                leaving.size(),
                Math.min(plan.window().toMillis(), plan.spread().toMillis()),
                plan.spread().toMillis());
        long began = System.nanoTime();
        int next = 0;
        while (next < leaving.size() && !cancelled) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            int until = hurried.getCount() == 0 ? leaving.size() : plan.leftBy(elapsed.plus(BATCH_EVERY));
            // A cancelled run counts as hurried too.
            for (; next < until && !cancelled; next++) {
                leaving.get(next).sendAway(plan.hint(next, elapsed));
            }
            sentAway = next;
            if (next < leaving.size()) {
                pause(BATCH_EVERY);
            }
        }
    }

    private void awaitAnswers() {
        long until = System.nanoTime() + CLOSE_ANSWER_WITHIN.toNanos();
        while (!cancelled && sessions.size() > 0 && System.nanoTime() < until) {
            sleep(LOOK_EVERY);
        }
    }

    private void pause(Duration duration) {
        try {
            hurried.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            hurry();
        }
    }

    private void sleep(Duration duration) {
        try {
            ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            cancelled = true; // nothing interrupts this thread but the end of the process
        }
    }

    /** Closes all sessions that are left at once; their clients keep their turns. */
    void hurry() {
        hurried.countDown();
    }

    /** Closes no further session. */
    void cancel() {
        cancelled = true;
        hurried.countDown();
    }

    boolean isOver() {
        return ended.getCount() == 0;
    }

    int sentAway() {
        return sentAway;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
