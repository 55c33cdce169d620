package com.pfavanguard.sync.conflict;

import com.pfavanguard.sync.conflict.Resolution.KeepPems;
import com.pfavanguard.sync.conflict.Resolution.WriteAgain;
import com.pfavanguard.sync.pems.PfaFault;
import com.pfavanguard.sync.pems.PfaFault.Code;
import com.pfavanguard.sync.pems.PfaValidator;
import com.pfavanguard.sync.pems.PfaValues;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a person's decision on a conflict means for the edit (domain.md, "Conflict decisions"). Pure: the
 * caller records the decision.
 */
public final class ConflictResolver {

    private ConflictResolver() {}

    /**
     * What becomes of the edit.
     *
     * @param mergedData the values chosen for the fields in conflict, a choice for each of them. Needed for
     *     {@link ResolutionStrategy#MERGE}, not looked at otherwise
     * @throws InvalidResolutionException if {@code mergedData} is missing, lacks a field in conflict or reaches beyond
     *     them, or if the record would break a rule
     */
    public static Resolution resolve(
            Disagreement conflict, ResolutionStrategy strategy, @Nullable PfaValues mergedData) {
        return switch (strategy) {
            case USE_PEMS -> new KeepPems(conflict.pemsVersion());
            case USE_LOCAL -> writeAgain(conflict, conflict.localData());
            case MERGE -> writeAgain(conflict, merged(conflict, mergedData));
        };
    }

    // The screen sends only the fields in conflict; the user's other fields must survive (domain.md, "Conflict
    // decisions").
    private static PfaValues merged(Disagreement conflict, @Nullable PfaValues mergedData) {
        PfaValues chosen = mergedData == null ? PfaValues.none() : mergedData;
        // A field without a choice would drop the user's edit of it silently.
        Stream<PfaFault> undecided = conflict.conflictFields().stream()
                .filter(name -> !chosen.mentions(name))
                .map(name -> new PfaFault(
                        name, "A merge needs a choice for every field in conflict", Code.MISSING_REQUIRED_FIELD));
        Stream<PfaFault> strangers = chosen.without(conflict.conflictFields()).names().stream()
                .map(name -> new PfaFault(name, "This field is not in conflict", Code.INVALID_FIELD));
        List<PfaFault> faults = Stream.concat(undecided, strangers).toList();
        if (!faults.isEmpty()) {
            throw new InvalidResolutionException(faults);
        }
        return conflict.localData().without(conflict.conflictFields()).overlaidWith(chosen);
    }

    private static WriteAgain writeAgain(Disagreement conflict, PfaValues changes) {
        List<PfaFault> faults = PfaValidator.update(conflict.pemsData(), changes);
        if (!faults.isEmpty()) {
            throw new InvalidResolutionException(faults);
        }
        return new WriteAgain(new PendingEdit(conflict.pemsVersion(), conflict.pemsData(), changes));
    }
}
