package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.messaging.ControlLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jms.JmsException;

/** Tells all processes, through the broker, that an organization is paused or goes on, and follows what others tell. */
final class PauseFeed implements SmartLifecycle {

    // As the revocations: after the embedded broker, before the web server and the worker.
    private static final int PHASE = Integer.MIN_VALUE + 4000;

    private static final Duration FOR_EVER = Duration.ZERO;

    /** How long the end of a pause is kept: longer than a process may be without the broker and still run. */
    static final Duration END_KEPT = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(PauseFeed.class);

    private final ControlLog controlLog;
    private final WritePauses pauses;
    private final Clock clock;

    PauseFeed(ControlLog controlLog, WritePauses pauses, Clock clock) {
        this.controlLog = controlLog;
        this.pauses = pauses;
        this.clock = clock;
    }

    /**
     * Pauses an organization, or changes the reason of its pause.
     *
     * @throws JmsException if the broker cannot be reached or refuses it; then nothing changes
     */
    WritePause pause(OrganizationId organizationId, String reason, String by) {
        PauseEntry entry = new PauseEntry(organizationId, true, now(organizationId), reason, by);
        publish(entry, FOR_EVER);
        log.info("Edits of organization {} are not written to PEMS until it is resumed: {}", organizationId, reason);
        return entry.pause().orElseThrow();
    }

    /**
     * Lets an organization go on.
     *
     * @return the pause that is over; empty if there was none
     * @throws JmsException if the broker cannot be reached or refuses it; then nothing changes
     */
    Optional<WritePause> resume(OrganizationId organizationId, String by) {
        Optional<WritePause> before = pauses.of(organizationId);
        if (before.isPresent()) {
            publish(new PauseEntry(organizationId, false, now(organizationId), "", by), END_KEPT);
            log.info("Edits of organization {} are written to PEMS again", organizationId);
        }
        return before;
    }

    private Instant now(OrganizationId organizationId) {
        return pauses.after(organizationId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    // This process applies it at once, and once more when it reads its own entry.
    private void publish(PauseEntry entry, Duration keep) {
        controlLog.append(entry.key(), entry.json(), keep);
        pauses.apply(entry);
        pauses.forgetEndsBefore(clock.instant().minus(END_KEPT));
    }

    @Override
    public void start() {
        try {
            pauses.refresh();
        } catch (JmsException e) {
            log.warn("Cannot read pauses yet, the broker is unreachable or refuses: {}", e.getMessage());
        }
        controlLog.follow(entry -> pauses.apply(PauseEntry.parse(entry)));
    }

    @Override
    public void stop() {
        controlLog.stop();
    }

    @Override
    public boolean isRunning() {
        return controlLog.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
