package com.pfavanguard.sync.gateway.stream;

/**
 * What the broker should still have had when its past was read, and had not.
 *
 * @param behind how many messages of the past had been read up to the place behind which something is missing; -1 if
 *     nothing is
 * @param since the moment before which nobody may come back to, milliseconds since 1970
 */
public record HistoryLoss(int behind, long since) {

    public static final HistoryLoss NONE = new HistoryLoss(-1, 0);

    /** Anything may be missing, at the end too. */
    public static final HistoryLoss ANYWHERE = new HistoryLoss(Integer.MAX_VALUE, Long.MAX_VALUE);

    boolean isSome() {
        return behind >= 0;
    }
}
