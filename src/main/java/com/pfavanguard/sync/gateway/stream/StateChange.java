package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * One change of the states that the broker has to be told.
 *
 * @param pfaId the record; empty if it is about the organization as a whole
 * @param state the record's state; {@code null} if the record is no longer kept
 * @param uncertainBefore of the organization as a whole: events that arrived before this moment may be missing
 */
public record StateChange(
        OrganizationId organizationId,
        String pfaId,
        @Nullable StoredState state,
        long uncertainBefore) {}
