package com.pfavanguard.sync.worker;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which organization is next: they stand in a line, and the one that has had its turn goes to the end, as does one that
 * comes anew. Not safe for several threads at once.
 */
final class RoundRobin {

    private final Set<String> line = new LinkedHashSet<>();

    /**
     * The next one.
     *
     * @param present all that have something to do or in hand; the others leave the line
     * @param may whether this one can make use of its turn now; if not, it keeps its place
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
