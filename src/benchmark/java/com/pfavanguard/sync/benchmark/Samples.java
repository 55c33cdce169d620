package com.pfavanguard.sync.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The values one figure had in several rounds. */
final class Samples {

    private final List<Double> sorted = new ArrayList<>();

    void add(double value) {
        sorted.add(value);
        Collections.sort(sorted);
    }

    int count() {
        return sorted.size();
    }

    /** The middle one, which a few rounds disturbed by others on the machine do not move. */
    double median() {
        requireSome();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double lowest() {
        requireSome();
        return sorted.get(0);
    }

    double highest() {
        requireSome();
        return sorted.get(sorted.size() - 1);
    }

    private void requireSome() {
        if (sorted.isEmpty()) {
            throw new IllegalStateException("Nothing was measured");
        }
    }
}
