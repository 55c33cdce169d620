package com.pfavanguard.sync.gateway;

import com.pfavanguard.sync.event.OrganizationId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the records of an organization stand, and what has happened of late, to requests that do not listen. Safe
 * for any thread; no method waits. What it returns shares the bytes of the events, so never modify them.
 */
public interface RecordStates {

    /** Whether this gateway has read the states and the recent past; if not, the other methods answer too little. */
    boolean isReady();

    /**
     * Returns the states of some records, in the order of their ids.
     *
     * @param types of the last event; empty for all
     * @param pfaIds the records; empty for all
     * @param after the id behind which the page begins; empty for the first page
     * @param most records on the page; fewer if they are large
     */
    StatesPage states(OrganizationId organizationId, Set<String> types, Set<String> pfaIds, String after, int most);

    /**
     * Returns past events of an organization, oldest first.
     *
     * @param after the position behind which they begin; {@code null} for the oldest held
     * @param most events on the page; fewer if they are large
     */
    EventsPage events(OrganizationId organizationId, @Nullable String after, int most);

    /**
     * States of records.
     *
     * @param position in the organization's stream; all events up to it are in the states, of later ones perhaps some
     * @param counts of all records of the organization, by type of the last event
     * @param uncertainBefore events that arrived before this moment may be missing, milliseconds since 1970; 0 if none can
     * @param states the last event of each record, as clients get it
     * @param last id of the last record that was looked at, if others follow; {@code null} if this is the last page
     */
    record StatesPage(
            String position,
            SortedMap<String, Integer> counts,
            long uncertainBefore,
            List<byte[]> states,
            @Nullable String last) {}

    /**
     * Past events.
     *
     * @param position behind the last of them
     * @param recovered whether these are all events behind the position that was asked for
     * @param events as clients get them
     * @param more whether others follow
     */
    record EventsPage(String position, boolean recovered, List<byte[]> events, boolean more) {}
}
