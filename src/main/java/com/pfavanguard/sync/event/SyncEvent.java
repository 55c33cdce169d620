package com.pfavanguard.sync.event;

import java.time.Instant;

/**
 * Something that happened to one PFA record on its way to PEMS. Immutable; holds no field values of the record, so it
 * is safe to log. Two events with the same {@link #eventId()} are the same event, however often they arrive.
 */
public sealed interface SyncEvent
        permits SyncQueued, SyncProcessing, SyncSuccess, SyncConflict, SyncFailed, SyncRemoved {

    EventId eventId();

    OrganizationId organizationId();

    PfaId pfaId();

    /** When it was emitted; millisecond precision, years 1970 to 9999. */
    Instant timestamp();

    /** What kind of event this is, as written in the JSON field {@code type}. */
    SyncEventType type();
}
