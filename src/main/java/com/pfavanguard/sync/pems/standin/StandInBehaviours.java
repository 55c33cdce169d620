package com.pfavanguard.sync.pems.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Predicate;

/** Holds the requested behaviours in order; the first one that matches a request is used, until it is used up. */
final class StandInBehaviours {

    private static final int MOST = 1_000;

    private final List<StandInBehaviour> waiting = new ArrayList<>();

    synchronized void add(StandInBehaviour behaviour) {
        if (waiting.size() >= MOST) {
            throw new IllegalArgumentException("More than " + MOST + " behaviours are waiting");
        }
        waiting.add(behaviour);
    }

    synchronized void clear() {
        waiting.clear();
    }

    synchronized void remove(Predicate<StandInBehaviour> which) {
        waiting.removeIf(which);
    }

    synchronized List<StandInBehaviour> waiting() {
        return List.copyOf(waiting);
    }

    synchronized StandInBehaviour next(StandInOperation operation, String organizationCode, String pfaId) {
        for (ListIterator<StandInBehaviour> each = waiting.listIterator(); each.hasNext(); ) {
            StandInBehaviour behaviour = each.next();
            if (behaviour.concerns(operation, organizationCode, pfaId)) {
                if (behaviour.times() == 1) {
                    each.remove();
                } else if (behaviour.times() > 1) {
                    each.set(behaviour.times(behaviour.times() - 1));
                }
                return behaviour;
            }
        }
        return StandInBehaviour.NORMAL;
    }
}
