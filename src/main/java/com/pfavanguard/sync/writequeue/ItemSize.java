package com.pfavanguard.sync.writequeue;

/** Estimates the broker memory of an item. */
final class ItemSize {

    // Memory of a message and its event besides the item's text.
    private static final long OVERHEAD_BYTES = 4 * 1024;
    private static final int BYTES_PER_CHARACTER = 2;

    private ItemSize() {}

    /** @param characters length of the item's JSON */
    static long inMemory(long characters) {
        return BYTES_PER_CHARACTER * characters + OVERHEAD_BYTES;
    }
}
