package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;

/**
 * PEMS, as far as the write-back needs it. Each call is exactly one request to PEMS, so that a caller who counts calls
 * counts requests; nothing is retried in here. Safe for any thread; blocks up to {@code sync.pems.timeout}.
 */
public interface PemsClient {

    /** Whether records of this organization can be read and written at all, as far as the configuration tells. */
    boolean serves(OrganizationId organizationId);

    /**
     * The record as it is now.
     *
     * @throws PemsException saying why there is none, and whether trying again can help
     */
    PfaRecord read(OrganizationId organizationId, PfaId pfaId);

    /**
     * Writes some fields, if the record still has the version the update was made against.
     *
     * @throws PemsException saying why it did not work, and whether trying again can help. After one that is
     *     retryable the update may have been applied all the same, its answer lost: read the record before the next
     *     attempt
     */
    PemsUpdateResult update(PemsUpdate update);

    /** How PEMS is, within {@code sync.pems.health-timeout}; never throws. */
    PemsHealth health();
}
