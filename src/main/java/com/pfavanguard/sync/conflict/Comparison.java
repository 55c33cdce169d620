package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;

/** The result of comparing an edit with PEMS's record. */
public sealed interface Comparison
        permits Comparison.NoConflict, Comparison.AutoMerged, Comparison.Conflicting, Comparison.AheadOfPems {

    /**
     * PEMS has not changed the record since the user saw it; write the edit as it is.
     *
     * @param version the record's version to write against
     */
    record NoConflict(PfaValues changes, int version) implements Comparison {}

    /**
     * PEMS has changed other fields only: both changes are kept, and no person has to decide.
     *
     * @param mergedChanges what to write
     * @param newBaseVersion the record's version to write against, and the edit's base from now on
     */
    record AutoMerged(PfaValues mergedChanges, int newBaseVersion) implements Comparison {}

    /**
     * The edit names a base version that PEMS does not have, so it is unknown what the user saw. Must not be written:
     * neither a conflict nor a write whose answer was lost could be recognised by the version.
     *
     * @param pemsVersion the version the record has, below the edit's
     */
    record AheadOfPems(int pemsVersion) implements Comparison {}

    /**
     * The user and PEMS have set the same fields to different values; a person must decide.
     *
     * @param fields their names, at least one, in the order the user set them
     * @param pemsVersion the record's version at which the conflict was found
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
