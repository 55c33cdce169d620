package com.pfavanguard.sync.conflict;

/** What happens to an edit once its conflict is decided. */
public sealed interface Resolution permits Resolution.WriteAgain, Resolution.KeepPems {

    /**
     * The edit goes back to the queue, based on the record that PEMS had when the conflict was found. If PEMS has
     * changed it again by then, there is a new conflict.
     */
    record WriteAgain(PendingEdit edit) implements Resolution {}

    /**
     * The edit is dropped; PEMS already holds the chosen values.
     *
     * @param version the version the record has in PEMS
     */
    record KeepPems(int version) implements Resolution {}
}
