package com.pfavanguard.sync.benchmark;

/** How much is measured: {@code -Dbenchmark.quick} is for trying out that a benchmark works, not for figures to keep. */
final class Size {

    private static final boolean QUICK = Boolean.getBoolean("benchmark.quick");

    private Size() {}

    static boolean isQuick() {
        return QUICK;
    }

    /** How often each contestant has its turn; {@code -Dbenchmark.rounds} has its own idea. */
    static int rounds(int usual) {
        return QUICK ? 1 : Integer.getInteger("benchmark.rounds", usual);
    }

    static int of(int usual, int quick) {
        return QUICK ? quick : usual;
    }
}
