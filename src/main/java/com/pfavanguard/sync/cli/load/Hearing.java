package com.pfavanguard.sync.cli.load;

import java.util.BitSet;

/** What one client has heard of one phase: whether each number from 1 on came once, and in order. */
final class Hearing {

    /** What the arrival of a number means. */
    enum Verdict {
        /** New, and behind all before it. */
        IN_ORDER,
        /** New, but a later one was here first. */
        LATE,
        TWICE
    }

    private int last;
    private int heard;
    // Numbers that were skipped and have not arrived since; empty unless something is wrong.
    private BitSet missing = NONE;
    private static final BitSet NONE = new BitSet();

    void restart() {
        last = 0;
        heard = 0;
        missing = NONE;
    }

    Verdict hear(int number) {
        if (number == last + 1) {
            last = number;
            heard++;
            return Verdict.IN_ORDER;
        }
        if (number > last) {
            if (missing == NONE) {
                missing = new BitSet();
            }
            missing.set(last + 1, number);
            last = number;
            heard++;
            return Verdict.IN_ORDER;
        }
        if (!missing.get(number)) {
            return Verdict.TWICE;
        }
        missing.clear(number);
        heard++;
        return Verdict.LATE;
    }

    /** The highest number heard; 0 if none. */
    int last() {
        return last;
    }

    /** How many different ones were heard. */
    int heard() {
        return heard;
    }
}
