package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;

/**
 * Both sides of a conflict, as they were when it was found.
 *
 * @param localData what the user wants to set, fields in conflict and others
 * @param pemsData the whole record as PEMS had it
 * @param pemsVersion the version it had then
 * @param conflictFields names of the fields both have set
 */
public record Disagreement(PfaValues localData, PfaValues pemsData, int pemsVersion, List<String> conflictFields) {

    public Disagreement {
        conflictFields = List.copyOf(conflictFields);
    }
}
