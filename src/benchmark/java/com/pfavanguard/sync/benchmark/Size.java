package com.pfavanguard.sync.benchmark;

/** How much is measured. {@code -Dbenchmark.quick} only tries out that a benchmark works; its figures mean nothing. */
final class Size {

    private static final boolean QUICK = Boolean.getBoolean("benchmark.quick");

    private Size() {}

    static boolean isQuick() {
        return QUICK;
    }

    /** How often each contestant is measured; {@code -Dbenchmark.rounds} sets another number. */
    static int rounds(int usual) {
        return QUICK ? 1 : Integer.getInteger("benchmark.rounds", usual);
    }

    static int of(int usual, int quick) {
        return QUICK ? quick : usual;
    }
}
