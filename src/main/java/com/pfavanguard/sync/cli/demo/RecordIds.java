package com.pfavanguard.sync.cli.demo;

import com.pfavanguard.sync.event.PfaId;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Creates record ids for one run, different from those of other runs and of real records. */
final class RecordIds {

    private static final int LENGTH = 5;

    private final String prefix;
    private int given;

    RecordIds(RandomGenerator random) {
        String run = random.ints(LENGTH, 0, Character.MAX_RADIX)
                .mapToObj(digit -> Integer.toString(digit, Character.MAX_RADIX))
                .reduce("", String::concat);
        prefix = "DEMO-" + run.toUpperCase(Locale.ROOT) + "-";
    }

    PfaId next() {
        given++;
        return new PfaId(prefix + given);
    }

    boolean contains(PfaId pfaId) {
        return pfaId.value().startsWith(prefix);
    }

    @Override
    public String toString() {
        return prefix + "…";
    }
}
