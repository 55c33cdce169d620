package com.pfavanguard.sync.worker;

import com.pfavanguard.sync.conflict.Comparison;
import com.pfavanguard.sync.conflict.Comparison.AheadOfPems;
import com.pfavanguard.sync.conflict.Comparison.AutoMerged;
import com.pfavanguard.sync.conflict.Comparison.Conflicting;
import com.pfavanguard.sync.conflict.Comparison.NoConflict;
import com.pfavanguard.sync.conflict.ConflictDetector;
import com.pfavanguard.sync.conflict.PendingEdit;
import com.pfavanguard.sync.pems.PemsException;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries once to write an item to PEMS: reads, compares, validates, writes. Changes nothing on our side. */
class Attempt {

    // PEMS refuses a write if the record changed between our read and our write; that seldom happens twice in a row.
    private static final int MOST_WRITES = 3;

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final RateLimitedPems pems;

    Attempt(RateLimitedPems pems) {
        this.pems = pems;
    }

    /** The result of an attempt. */
    sealed interface Outcome permits Written, Disputed, Invalid, Ahead, Unanswered {}

    /** PEMS holds the changes since this version. */
    record Written(int version) implements Outcome {}

    /** A person has to decide. */
    record Disputed(Conflicting conflict, PfaRecord current) implements Outcome {}

    /** The edited record would break a validation rule. */
    record Invalid(List<PfaFault> faults) implements Outcome {

        /** The faults as one text for the user; names fields, never values. */
        String message() {
            return faults.stream().map(PfaFault::message).distinct().collect(Collectors.joining("; "));
        }
    }

    /** The edit names a base version PEMS does not have; nothing was written. */
    record Ahead(int pemsVersion) implements Outcome {

        static final String CODE = "BASE_VERSION_AHEAD";
    }

    /**
     * A write was sent, but its answer is missing or unusable: PEMS may have made the write or not.
     *
     * @param against the version the write was made against
     * @param failure what came instead of an answer
     */
    record Unanswered(int against, PemsException failure) implements Outcome {}

    /** @throws PemsException if PEMS failed or refused and has certainly not written anything */
    Outcome make(WriteItem item) {
        PendingEdit edit = PendingEdit.of(item);
        PfaRecord current = pems.read(item.organizationId(), item.pfaId());
        Comparison comparison = ConflictDetector.compare(edit, current);
        for (int writes = 1; ; writes++) {
            if (comparison instanceof Conflicting conflict) {
                return new Disputed(conflict, current);
            }
            if (comparison instanceof AheadOfPems ahead) {
                return new Ahead(ahead.pemsVersion());
            }
            // An earlier attempt has written it: its answer was lost, or its worker was killed after the write.
            if (current.version() > item.baseVersion() && ConflictDetector.alreadyHolds(current, item.changes())) {
                return new Written(current.version());
            }
            List<PfaFault> faults = PfaValidator.update(current.values(), item.changes());
            if (!faults.isEmpty()) {
                return new Invalid(faults);
            }
            int version = version(comparison);
            PemsUpdateResult result;
            try {
                result = pems.update(new PemsUpdate(
                        item.organizationId(),
                        item.pfaId(),
                        changes(comparison),
                        version,
                        item.modifiedBy(),
                        item.changeReasonOrNull()));
            } catch (PemsException e) {
                if (e.mayHaveBeenDone()) {
                    return new Unanswered(version, e);
                }
                throw e;
            }
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

    /**
     * Reads the record once more to find out whether PEMS has made a write whose answer was lost. Empty if it has not,
     * or if the read fails.
     *
     * <p>PEMS has made the write if the record holds every value of the edit at a version later than the one written
     * against. Another user may have set the same values meanwhile. That does no harm: PEMS holds the values this user
     * wants, a further attempt would write nothing either, and no event names the user. If any value differs, the write
     * has not arrived or others have overwritten part of it, and the attempt counts as failed.
     *
     * @param against the version the write was made against
     */
    Optional<Written> findWritten(WriteItem item, int against) {
        try {
            PfaRecord current = pems.read(item.organizationId(), item.pfaId());
            return current.version() > against && ConflictDetector.alreadyHolds(current, item.changes())
                    ? Optional.of(new Written(current.version()))
                    : Optional.empty();
        } catch (PemsException e) {
            log.debug("Cannot find out whether {} has been written: {}", item, e.getMessage());
            return Optional.empty();
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
