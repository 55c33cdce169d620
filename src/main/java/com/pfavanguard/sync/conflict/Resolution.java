package com.pfavanguard.sync.conflict;

/** What becomes of an edit once its conflict is settled. */
public sealed interface Resolution permits Resolution.WriteAgain, Resolution.KeepPems {

    /**
     * The edit goes back to the queue, now based on what PEMS had when the conflict was found. Should PEMS have moved
     * again by then, that is a new conflict.
     */
    record WriteAgain(PendingEdit edit) implements Resolution {}

    /**
     * The edit is dropped; PEMS already holds what was chosen.
     *
     * @param version the version the record has in PEMS
     */
    record KeepPems(int version) implements Resolution {}
}
