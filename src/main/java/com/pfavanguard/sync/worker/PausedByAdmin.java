package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pauses.WritePauses;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jms.InvalidDestinationException;
import org.springframework.jms.JmsException;

/** Tells the worker which organizations an administrator has paused: it leaves their items alone. Safe for any thread. */
final class PausedByAdmin {

    private static final Logger log = LoggerFactory.getLogger(PausedByAdmin.class);

    private final WritePauses pauses;

    PausedByAdmin(WritePauses pauses) {
        this.pauses = pauses;
    }

    /**
     * Reads the pauses before the worker takes its first item. A broker without the queue cannot have any: it was set up
     * for an earlier version, whose edits are written as before.
     *
     * @throws JmsException if the broker cannot be asked: an organization may be paused
     */
    void refresh() {
        try {
            pauses.refresh();
        } catch (JmsException e) {
            if (!isMissing(e)) {
                throw e;
            }
            log.warn(
                    "The broker has no queue of pauses, so no organization can be paused: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    // Artemis' client throws no exception of its own class for a missing queue.
    private static boolean isMissing(JmsException e) {
        return e instanceof InvalidDestinationException
                || String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage())
                        .startsWith("There is no queue with name ");
    }

    /** @param organization as in a message, which may have been put there by hand */
    boolean isPaused(String organization) {
        return OrganizationId.isValid(organization) && pauses.isPaused(new OrganizationId(organization));
    }

    Set<String> all() {
        return pauses.ids();
    }
}
