package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Shows administrators which organizations this gateway serves, and what it holds of each. */
public interface RoomList {

    /**
     * What this gateway holds of one organization.
     *
     * @param sessions open sessions
     * @param events events in memory, for clients that come back
     * @param bytes bytes of JSON of those
     * @param records records whose last event is known
     * @param states how many of those are in which state, by the type of their last event
     * @param lastEventAt when the broker took the last event; null if this gateway has seen none
     */
    record RoomFigures(
            OrganizationId organizationId,
            int sessions,
            int events,
            long bytes,
            int records,
            SortedMap<String, Integer> states,
            @Nullable Instant lastEventAt) {}

    /** How many organizations have a session, or had an event of late. */
    int count();

    /**
     * The organizations with the most sessions, and among equals those with the most events in memory.
     *
     * @param organizationId this one only; {@code null} for all
     */
    List<RoomFigures> largest(@Nullable OrganizationId organizationId, int most);
}
