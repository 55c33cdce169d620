package com.pfavanguard.sync.worker;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets organizations take turns: the one that has had its turn goes to the end of the line, as does a new one. Not
 * thread-safe.
 */
final class RoundRobin {

    private final Set<String> line = new LinkedHashSet<>();

    /**
     * Returns the next organization and moves it to the end of the line.
     *
     * @param present organizations with something to do or in hand; all others leave the line
     * @param may whether an organization can use its turn now; if not, it keeps its position
     */
    Optional<String> next(Collection<String> present, Predicate<String> may) {
        line.retainAll(present);
        line.addAll(present);
        for (Iterator<String> each = line.iterator(); each.hasNext(); ) {
            String organization = each.next();
            if (may.test(organization)) {
                each.remove();
                line.add(organization);
                return Optional.of(organization);
            }
        }
        return Optional.empty();
    }
}
