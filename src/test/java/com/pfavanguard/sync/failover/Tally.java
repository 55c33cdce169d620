package com.pfavanguard.sync.failover;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Counts the events of one source that one client has heard. They are numbered from 1, without gaps. Not thread-safe. */
final class Tally {

    private final BitSet heard = new BitSet();
    private int newest;
    private int doubled;
    private int reordered;

    void add(int number) {
        if (heard.get(number)) {
            doubled++;
        } else if (number < newest) {
            reordered++;
        }
        heard.set(number);
        newest = Math.max(newest, number);
    }

    boolean has(int number) {
        return heard.get(number);
    }

    /** How many of the first events have not come. */
    int missing(int first) {
        return first - heard.get(1, first + 1).cardinality();
    }

    /** The numbers of the first events that have not come. */
    List<Integer> missingOf(int first) {
        return IntStream.rangeClosed(1, first)
                .filter(number -> !heard.get(number))
                .boxed()
                .toList();
    }

    /** Counts the first events as heard, since the client was told that some may be missing. */
    void forgive(int first) {
        heard.set(1, first + 1);
        newest = Math.max(newest, first);
    }

    int doubled() {
        return doubled;
    }

    /** Events that came after one with a higher number. */
    int reordered() {
        return reordered;
    }
}
