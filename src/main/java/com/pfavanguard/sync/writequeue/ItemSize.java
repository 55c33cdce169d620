package com.pfavanguard.sync.writequeue;

/** How much of the broker's memory an item takes. */
final class ItemSize {

    // What a message and its event take besides the item's text.
    private static final long OVERHEAD_BYTES = 4 * 1024;
    private static final int BYTES_PER_CHARACTER = 2;

    private ItemSize() {}

    /** @param characters of the item's JSON */
    static long inMemory(long characters) {
        return BYTES_PER_CHARACTER * characters + OVERHEAD_BYTES;
    }
}
