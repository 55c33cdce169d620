package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.PfaId;

/**
 * Makes PEMS refuse requests about one record, for demonstrations. Only the stand-in can: with a real PEMS there is no
 * such bean.
 */
public interface StandInFailures {

    /**
     * Refuses the next requests about the record.
     *
     * @param status HTTP status of the answers, 300 to 599
     * @param times number of requests, 1 or more
     */
    void refuse(PfaId pfaId, int status, int times);

    /** Takes back what {@link #refuse} has asked for this record and has not happened yet. */
    void behave(PfaId pfaId);
}
