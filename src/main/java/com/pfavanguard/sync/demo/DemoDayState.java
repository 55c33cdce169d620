package com.pfavanguard.sync.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a demo day is.
 *
 * @param available whether this process can play one
 * @param why why not; null if it can
 * @param running whether one is being played now
 * @param organizationId whose day it is or was; null before the first
 * @param startedAt when it began
 * @param endsAt when its last step is due
 * @param siteTime time of day on the site, such as 09:10
 * @param edits edits sent so far
 * @param ofEdits edits of the whole day
 * @param story what happened last, or how the day ended
 */
record DemoDayState(
        boolean available,
        @Nullable String why,
        boolean running,
        @Nullable String organizationId,
        @Nullable Instant startedAt,
        @Nullable Instant endsAt,
        @Nullable String siteTime,
        int edits,
        int ofEdits,
        @Nullable String story) {

    static DemoDayState unavailable(String why) {
        return new DemoDayState(false, why, false, null, null, null, null, 0, 0, null);
    }

    static DemoDayState notPlayed() {
        return new DemoDayState(true, null, false, null, null, null, null, 0, 0, null);
    }
}
