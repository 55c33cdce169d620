package com.pfavanguard.sync.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapSharesTests {

    private static final long MEGABYTE = 1024 * 1024;

    @Test
    void theApplicationItselfComesFirst() {
        assertThat(HeapShares.left(128 * MEGABYTE)).isEqualTo(64 * MEGABYTE);
        assertThat(HeapShares.left(1024 * MEGABYTE)).isEqualTo(960 * MEGABYTE);
        assertThat(HeapShares.left(64 * MEGABYTE)).isEqualTo(16 * MEGABYTE);
    }

    @Test
    void theSharesTogetherLeaveSomeForTheRest() {
        long left = HeapShares.left(Runtime.getRuntime().maxMemory());

        assertThat(HeapShares.ofBroker() + HeapShares.mostForHistory() + left / 8)
                .isLessThanOrEqualTo(left * 3 / 4);
        assertThat(HeapShares.ofHistory()).isLessThanOrEqualTo(HeapShares.mostForHistory());
    }
}
