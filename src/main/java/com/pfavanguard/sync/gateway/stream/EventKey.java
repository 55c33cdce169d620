package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;

/**
 * Identifies an event among those of all organizations. Ordered, so that hash tables find ids of equal hash, which a
 * producer could choose, as fast as others.
 */
record EventKey(OrganizationId organizationId, String eventId) implements Comparable<EventKey> {

    @Override
    public int compareTo(EventKey other) {
        int byEvent = eventId.compareTo(other.eventId);
        return byEvent != 0 ? byEvent : organizationId.value().compareTo(other.organizationId.value());
    }
}
