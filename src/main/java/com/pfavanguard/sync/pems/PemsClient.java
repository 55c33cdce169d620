package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;

/**
 * Reads and writes records in PEMS. Each call is exactly one request, so a caller who counts calls counts requests;
 * nothing is retried here. Safe for any thread; blocks up to {@code sync.pems.timeout}.
 */
public interface PemsClient {

    /** Whether this organization is configured for PEMS. */
    boolean serves(OrganizationId organizationId);

    /**
     * Reads the current record.
     *
     * @throws PemsException with the reason, and whether trying again can help
     */
    PfaRecord read(OrganizationId organizationId, PfaId pfaId);

    /**
     * Writes fields if the record still has the version the update was made against.
     *
     * @throws PemsException with the reason, and whether trying again can help. After a retryable one, PEMS may have
     *     made the update although its answer was lost: read the record before the next attempt
     */
    PemsUpdateResult update(PemsUpdate update);

    /** Checks the health of PEMS within {@code sync.pems.health-timeout}; never throws. */
    PemsHealth health();
}
