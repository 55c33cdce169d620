package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Comparison;
import com.pfavanguard.sync.conflict.Comparison.AutoMerged;
import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.conflict.ConflictDetector;
import com.pfavanguard.sync.conflict.PendingEdit;
import com.pfavanguard.sync.pems.PemsUpdate;
import com.pfavanguard.sync.pems.PemsUpdateResult;
import com.pfavanguard.sync.pems.PemsUpdateResult.Accepted;
import com.pfavanguard.sync.pems.PemsUpdateResult.VersionConflict;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaRecord;
import com.pfavanguard.sync.pems.PfaValidator;
import com.pfavanguard.sync.pems.PfaValues;
import com.pfavanguard.sync.writequeue.WriteItem;
import java.util.List;
import java.util.stream.Collectors;

/** One try to get an item into PEMS: read, compare, check, write. Changes nothing on our side. */
class Attempt {

    // PEMS refuses a write when the record moved between our read and our write; that seldom happens twice in a row.
    private static final int MOST_WRITES = 3;

    private final LimitedPems pems;

    Attempt(LimitedPems pems) {
        this.pems = pems;
    }

    /** What an attempt came to. */
    sealed interface Outcome permits Written, Disputed, Invalid {}

    /** PEMS has the changes, as of this version. */
    record Written(int version) implements Outcome {}

    /** A person has to decide. */
    record Disputed(Conflicting conflict, PfaRecord current) implements Outcome {}

    /** The record as it would be breaks a rule. */
    record Invalid(List<PfaFault> faults) implements Outcome {

        /** For the user: names of fields, no values. */
        String message() {
            return faults.stream().map(PfaFault::message).distinct().collect(Collectors.joining("; "));
        }
    }

    /** @throws com.pfavanguard.sync.pems.PemsException if PEMS did not play along */
    Outcome make(WriteItem item) {
        PendingEdit edit = new PendingEdit(item.baseVersion(), item.baseValuesOrNull(), item.changes());
        PfaRecord current = pems.read(item.organizationId(), item.pfaId());
        Comparison comparison = ConflictDetector.compare(edit, current);
        for (int writes = 1; ; writes++) {
            if (comparison instanceof Conflicting conflict) {
                return new Disputed(conflict, current);
            }
            // An earlier attempt whose answer was lost, or a worker killed after its write, has done it already.
            if (current.version() > item.baseVersion() && ConflictDetector.alreadyHolds(current, item.changes())) {
                return new Written(current.version());
            }
            List<PfaFault> faults = PfaValidator.update(current.values(), item.changes());
            if (!faults.isEmpty()) {
                return new Invalid(faults);
            }
            int version = version(comparison);
            PemsUpdateResult result = pems.update(new PemsUpdate(
                    item.organizationId(),
                    item.pfaId(),
                    changes(comparison),
                    version,
                    item.modifiedBy(),
                    item.changeReasonOrNull()));
            if (result instanceof Accepted accepted) {
                return new Written(accepted.newVersion());
            }
            VersionConflict refusal = (VersionConflict) result;
            current = pems.read(item.organizationId(), item.pfaId());
            comparison = ConflictDetector.compareAfterRefusal(edit, current, version, refusal);
            if (writes == MOST_WRITES && !(comparison instanceof Conflicting)) {
                return new Disputed(new Conflicting(List.copyOf(item.changes().names()), current.version()), current);
            }
        }
    }

    private static int version(Comparison comparison) {
        if (comparison instanceof NoConflict clean) {
            return clean.version();
        }
        return ((AutoMerged) comparison).newBaseVersion();
    }

    private static PfaValues changes(Comparison comparison) {
        if (comparison instanceof NoConflict clean) {
            return clean.changes();
        }
        return ((AutoMerged) comparison).mergedChanges();
    }
}
