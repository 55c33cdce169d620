package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.vital.BoundedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/** Reports events that were missed or may have been: to clients through the stream, to the log, and in metrics. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class GapReports {

    private static final Logger log = LoggerFactory.getLogger(GapReports.class);

    // About as many seconds. If the whole broker is down, the link logs that itself.
    private static final int FAILURES_BEFORE_WARNING = 5;

    private final BoundedLog lines = new BoundedLog();
    private final EventStream stream;
    private final int ringSize;
    private final Counter overtaken;
    private final Counter lost;
    private volatile @Nullable String unwatched = "the history has not been looked at yet";
    private int failures;
    private boolean warned;

    GapReports(EventStream stream, StompBroker broker, MeterRegistry meters) {
        this.stream = stream;
        this.ringSize = broker.historySize();
        this.overtaken = meters.counter("sync.gateway.gaps", "cause", "unread");
        this.lost = meters.counter("sync.gateway.gaps", "cause", "lost");
        Gauge.builder("sync.gateway.gap.watch", this, reports -> reports.unwatched == null ? 1 : 0)
                .register(meters);
    }

    /** Why events that the broker drops unread would not be noticed at present; empty if they would be. */
    Optional<String> unwatched() {
        return Optional.ofNullable(unwatched);
    }

    /** How often events may have been missed. */
    long unreadCount() {
        return (long) overtaken.count();
    }

    /** How often the broker lacked messages that it had sent before. */
    long lostCount() {
        return (long) lost.count();
    }

    /**
     * The ring may have dropped unread messages. Reported only if clients may miss them.
     *
     * @param behind how many messages were read over this connection before the gap
     * @return whether it was reported
     */
    boolean unread(long behind) {
        return reportIf(stream.markGap(behind));
    }

    /** The same at the connection before the present one. */
    void unreadBefore() {
        reportIf(stream.markGapBeforeReplay());
    }

    private boolean reportIf(boolean affectsClients) {
        if (affectsClients) {
            report();
        }
        return affectsClients;
    }

    private void report() {
        overtaken.increment();
        lines.tell(
                log,
                Level.WARN,
                "unread",
                "The broker may have dropped events before this gateway read them; all clients are told recovered:false"
                        + " and fetch the current state. Either this process was paused or too slow while {} messages"
                        + " came (sync.broker.history.size, which must equal the broker's ring-size), or events"
                        + " expired, or the history was emptied",
                ringSize);
    }

    /**
     * The broker's history has been compared with what was read from it before.
     *
     * @param remembered whether this process still holds the events read before
     */
    void lost(LostMessages missing, boolean remembered) {
        if (missing.persistent() > 0) {
            lost.increment();
            log.error(
                    "The broker has lost {} messages that this gateway had read, and perhaps others: its journal is"
                            + " damaged or was restored from an older copy, or the history was emptied. Clients that"
                            + " come back with an earlier position are told recovered:false. Edits that were"
                            + " acknowledged may be lost too: ask users to check the edits they saved last",
                    missing.persistent() + missing.nonPersistent());
        } else if (missing.nonPersistent() > 0 && !remembered) {
            log.info(
                    "{} non-persistent messages were lost when the broker restarted; clients that come back with an"
                            + " earlier position are told recovered:false",
                    missing.nonPersistent());
        }
    }

    /**
     * The watch has looked at the ring, or failed to.
     *
     * @param problem why it failed; {@code null} if it did not
     */
    synchronized void looked(@Nullable IOException problem) {
        unwatched = problem == null ? null : String.valueOf(problem.getMessage());
        if (problem == null) {
            if (warned) {
                log.info("Events that the broker drops unread are noticed again");
            }
            warned = false;
            failures = 0;
        } else if (++failures >= FAILURES_BEFORE_WARNING && !warned) {
            warned = true;
            log.warn(
                    "Events that the broker drops unread are not noticed at present: {}; check"
                            + " that the JMS port can be reached, and the right to browse of the role \"gateways\" in"
                            + " broker.xml",
                    problem.getMessage());
            log.debug("Looking at the history failed", problem);
        }
    }
}
