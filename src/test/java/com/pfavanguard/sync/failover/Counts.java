package com.pfavanguard.sync.failover;

/**
 * What clients have seen since they began.
 *
 * @param doubled events that came twice
 * @param reordered events that came after a later one of the same source
 * @param ends sessions that ended
 * @param gaps greetings with {@code recovered:false}
 * @param interruptions notices that no events can come
 * @param restorations notices that events come again
 */
record Counts(int doubled, int reordered, int ends, int gaps, int interruptions, int restorations) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(
                doubled + other.doubled,
                reordered + other.reordered,
                ends + other.ends,
                gaps + other.gaps,
                interruptions + other.interruptions,
                restorations + other.restorations);
    }

    Counts minus(Counts other) {
        return new Counts(
                doubled - other.doubled,
                reordered - other.reordered,
                ends - other.ends,
                gaps - other.gaps,
                interruptions - other.interruptions,
                restorations - other.restorations);
    }
}
