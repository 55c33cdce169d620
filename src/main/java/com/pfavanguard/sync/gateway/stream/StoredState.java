package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;

/**
 * A record's state as the broker keeps it.
 *
 * @param type of the event; perhaps one that this gateway does not know
 * @param json the event as clients get it; not to be changed
 * @param arrivedAt when the broker took the event, milliseconds since 1970
 * @param expiresAt when the state may be forgotten, milliseconds since 1970; 0 if never
 */
public record StoredState(
        OrganizationId organizationId,
        String pfaId,
        String type,
        String eventId,
        byte[] json,
        long arrivedAt,
        long expiresAt) {}
