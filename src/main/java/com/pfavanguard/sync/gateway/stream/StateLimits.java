package com.pfavanguard.sync.gateway.stream;

import java.time.Duration;

/**
 * Limits how many records' states are kept.
 *
 * @param recordsPerOrganization most records of one organization
 * @param bytes most bytes of memory for all, objects included
 * @param keepFinished how long a finished record is kept
 */
record StateLimits(int recordsPerOrganization, long bytes, Duration keepFinished) {

    /** Memory of an organization's table without its records. */
    static final int ORGANIZATION_BYTES = 512;

    /** At the limit the largest organization loses this part of its states before the next largest is looked for. */
    static final int PART_OF_THE_LARGEST = 4;

    // One organization may use this part of the memory, however large its events are.
    private static final int PART_OF_ONE = 2;

    // At the limit this part is freed at once, since the search for the largest organization visits all of them.
    private static final int PART_FREED = 64;

    long bytesPerOrganization() {
        return bytes / PART_OF_ONE;
    }

    long bytesFreed() {
        return bytes / PART_FREED;
    }
}
