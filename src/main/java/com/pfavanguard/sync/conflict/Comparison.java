package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;

/** What comparing an edit with PEMS's record comes to. */
public sealed interface Comparison
        permits Comparison.NoConflict, Comparison.AutoMerged, Comparison.Conflicting, Comparison.AheadOfPems {

    /**
     * PEMS has not moved on since the user looked; write the edit as it is.
     *
     * @param version the record's version to write against
     */
    record NoConflict(PfaValues changes, int version) implements Comparison {}

    /**
     * PEMS has moved on, elsewhere: nothing the user set is lost or overwrites anything, so nobody has to be asked.
     *
     * @param mergedChanges what to write
     * @param newBaseVersion the record's version to write against, and the edit's base from now on
     */
    record AutoMerged(PfaValues mergedChanges, int newBaseVersion) implements Comparison {}

    /**
     * The edit names a base version that PEMS does not have, so what the user was looking at is unknown. Must not be
     * written: neither a conflict nor a write whose answer was lost could be recognised by its version.
     *
     * @param pemsVersion the version the record has, below the edit's
     */
    record AheadOfPems(int pemsVersion) implements Comparison {}

    /**
     * The user and PEMS have set the same fields to different values; a person must decide.
     *
     * @param fields their names, at least one, in the order the user set them
     * @param pemsVersion the record's version this was found at
     */
    record Conflicting(List<String> fields, int pemsVersion) implements Comparison {

        public Conflicting {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("A conflict is about at least one field");
            }
        }
    }
}
