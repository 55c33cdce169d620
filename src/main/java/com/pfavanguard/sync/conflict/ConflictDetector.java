package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.conflict.Comparison.AheadOfPems;
import com.pfavanguard.sync.conflict.Comparison.AutoMerged;
import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import com.pfavanguard.sync.pems.PfaField;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;

/**
 * Finds out whether an edit may be written (domain.md, "Conflict detection"): compares what the user looked at with
 * what PEMS holds now, field by field, in normal form. Reports a conflict if it cannot be sure: a needless question to
 * the user is better than a lost edit. Has no state and no side effects.
 */
public final class ConflictDetector {

    private ConflictDetector() {}

    /** Compares an edit with the record as just read from PEMS. */
    public static Comparison compare(PendingEdit edit, PfaRecord current) {
        if (edit.baseVersion() > current.version()) {
            return new AheadOfPems(current.version());
        }
        if (edit.baseVersion() == current.version()) {
            return new NoConflict(edit.changes(), current.version());
        }
        List<String> fields = edit.changes().names().stream()
                .filter(name -> conflicts(name, edit, current.values()))
                .toList();
        return fields.isEmpty()
                ? new AutoMerged(edit.changes(), current.version())
                : new Conflicting(fields, current.version());
    }

    /**
     * Compares again after PEMS has refused a write for its version.
     *
     * @param current the record, read once more after the refusal
     * @param refusedVersion the version that write was made against
     */
    public static Comparison compareAfterRefusal(
            PendingEdit edit, PfaRecord current, int refusedVersion, VersionConflict refusal) {
        Comparison comparison = compare(edit, current);
        if (comparison instanceof Conflicting
                || comparison instanceof AheadOfPems
                || current.version() > refusedVersion) {
            return comparison;
        }
        // PEMS refuses although its record shows no change since; another write would be refused again.
        List<String> named = edit.changes().names().stream()
                .filter(refusal.conflictingFields()::contains)
                .toList();
        int pemsVersion = Math.max(current.version(), refusal.currentVersion().orElse(0));
        return new Conflicting(named.isEmpty() ? List.copyOf(edit.changes().names()) : named, pemsVersion);
    }

    /**
     * Whether PEMS already holds every value of the edit. After an attempt whose answer was lost, this shows that the
     * write has arrived and need not be repeated.
     */
    public static boolean alreadyHolds(PfaRecord current, PfaValues changes) {
        return changes.names().stream().allMatch(name -> changes.agreesWith(current.values(), name));
    }

    private static boolean conflicts(String name, PendingEdit edit, PfaValues current) {
        boolean bookkeeping = PfaField.named(name).map(PfaField::bookkeeping).orElse(false);
        if (bookkeeping || edit.changes().agreesWith(current, name)) {
            return false;
        }
        return edit.baseValues().map(base -> !base.agreesWith(current, name)).orElse(true);
    }
}
