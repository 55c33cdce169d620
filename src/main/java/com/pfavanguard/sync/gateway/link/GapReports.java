package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Hands on what was missed, or may have been: to the clients by the stream, to the log, and to the metrics. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class GapReports {

    private static final Logger log = LoggerFactory.getLogger(GapReports.class);

    // About as many seconds. A broker that goes down is the link's to tell.
    private static final int FAILURES_BEFORE_WARNING = 5;

    private final EventStream stream;
    private final int ringSize;
    private final Counter overtaken;
    private final Counter lost;
    private volatile @Nullable String unwatched = "not looked at yet";
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

    /** Why events that go unread would not be noticed at the moment; empty if they would. */
    Optional<String> unwatched() {
        return Optional.ofNullable(unwatched);
    }

    /** The ring may have dropped what was not read yet. Told only if it is something that nobody here knows. */
    void unread(boolean atFormerConnection) {
        if (!(atFormerConnection ? stream.markGapBeforeReplay() : stream.markGap())) {
            return;
        }
        overtaken.increment();
        log.warn(
                "The broker may have dropped events before this gateway had read them; all clients are told"
                        + " recovered:false and must fetch. This process was paused or too slow while {} messages came"
                        + " (sync.broker.history.size, which must be the broker's ring-size), events expired, or the"
                        + " history was emptied",
                ringSize);
    }

    /**
     * The broker's past has been compared with what it was.
     *
     * @param remembered whether this process still holds what was read before
     */
    void lost(LostMessages missing, boolean remembered) {
        if (missing.persistent() > 0) {
            lost.increment();
            log.error(
                    "The broker has lost {} messages that it had when they were last read, and perhaps others: its journal"
                            + " is damaged, was restored from an older copy, or the history was emptied. Clients that come"
                            + " back from before now are told recovered:false",
                    missing.persistent() + missing.nonPersistent());
        } else if (missing.nonPersistent() > 0 && !remembered) {
            log.info(
                    "{} messages that were not persistent have gone with the broker's restart; clients that come back from"
                            + " before them are told recovered:false",
                    missing.nonPersistent());
        }
    }

    /**
     * The ring has been looked at, or could not be.
     *
     * @param problem why not; {@code null} if it has been
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
                    "Events that the broker drops unread are not noticed for now: {}; see sync.broker.external.jms-url, and"
                            + " the right to browse of the role \"gateways\" in broker-config/broker.xml",
                    problem.getMessage());
            log.debug("Looking at the history failed", problem);
        }
    }
}
