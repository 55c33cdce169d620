package com.pfavanguard.sync.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures several things in turns, so that other load on the machine affects all of them equally. Each round begins
 * with another one.
 */
final class Rounds {

    private Rounds() {}

    /** One measurement of one of them. */
    @FunctionalInterface
    interface Turn<T> {
        void measure(T contestant) throws Exception;
    }

    static <T> void interleave(int rounds, List<T> contestants, Turn<T> turn) throws Exception {
        List<T> order = new ArrayList<>(contestants);
        for (int round = 0; round < rounds; round++) {
            for (T contestant : order) {
                turn.measure(contestant);
            }
            Collections.rotate(order, -1);
        }
    }
}
