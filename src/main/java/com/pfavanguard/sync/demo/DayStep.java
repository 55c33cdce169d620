package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.PfaId;
import java.time.LocalTime;

/**
 * One step of a demo day.
 *
 * @param siteTime when it happens, by the clock on the construction site
 * @param user who edits
 */
record DayStep(LocalTime siteTime, Kind kind, PfaId pfaId, String user) {

    /** What happens to the record. */
    enum Kind {
        /** One edit that PEMS takes. */
        EDIT(1),
        /** Two users edit the same two fields from the same version: the second edit is a conflict. */
        CLASH(2),
        /** PEMS has a fault for one or two requests: the edit is tried again. */
        HICCUP(1),
        /** PEMS refuses the edit, and would take it at a second try. */
        REFUSAL(1),
        /** The edit breaks a rule: it fails, also when it is tried again. */
        MISTAKE(1);

        private final int edits;

        Kind(int edits) {
            this.edits = edits;
        }

        int edits() {
            return edits;
        }
    }
}
