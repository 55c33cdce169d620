package com.pfavanguard.sync.api;

import com.pfavanguard.sync.event.PfaId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the elements of a list that belong to certain records: all, or those of up to {@value #MOST} ids, as the
 * states' request takes them.
 */
public record PfaFilter(Set<String> pfaIds) {

    static final int MOST = DescribedStates.MOST_PFA_IDS;

    /** @param given the ids, separated by commas or repeated in the request; {@code null} for all records */
    public static PfaFilter of(@Nullable List<String> given) {
        Set<String> pfaIds = given == null ? Set.of() : Set.copyOf(given);
        if (given != null
                && (pfaIds.isEmpty() || pfaIds.size() > MOST || !pfaIds.stream().allMatch(PfaId::isValid))) {
            throw ApiException.badRequest("pfaId must be ids that match " + PfaId.SYNTAX + ", at most " + MOST
                    + " of them, separated by commas; leave it out for all");
        }
        return new PfaFilter(pfaIds);
    }

    public boolean accepts(String pfaId) {
        return pfaIds.isEmpty() || pfaIds.contains(pfaId);
    }
}
