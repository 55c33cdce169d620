package com.pfavanguard.sync.gateway.stream;

/**
 * What is missing from the broker's history although it should have been there when it was read again.
 *
 * @param after how many messages of the past had been read when the missing ones should have come; -1 if nothing is
 *     missing
 * @param since positions from before this moment become invalid, milliseconds since 1970
 */
public record HistoryLoss(int after, long since) {

    public static final HistoryLoss NONE = new HistoryLoss(-1, 0);

    /** Anything may be missing, at the end too. */
    public static final HistoryLoss ANYWHERE = new HistoryLoss(Integer.MAX_VALUE, Long.MAX_VALUE);

    boolean isSome() {
        return after >= 0;
    }
}
