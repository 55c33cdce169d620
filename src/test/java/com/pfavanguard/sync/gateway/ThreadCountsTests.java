package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadCountsTests {

    private final ThreadCounts counts = new ThreadCounts();

    @Test
    void sumsUpWhatAllThreadsCountAndHaveCounted() throws InterruptedException {
        int one = counts.allocate(1);
        int other = counts.allocate(1);
        counts.ofThread().add(other, 5);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    ThreadCounts.Local local = counts.ofThread();
                    for (int n = 0; n < 1_000; n++) {
                        local.add(one, 2);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        for (int look = 0; look < 2; look++) { // also after the numbers of ended threads have been added up
            assertThat(counts.sum(one)).isEqualTo(8_000);
            assertThat(counts.sum(other)).isEqualTo(5);
        }
    }

    @Test
    void slotsAreReservedBeforeAThreadCounts() {
        counts.allocate(1);
        counts.ofThread();

        assertThatIllegalStateException().isThrownBy(() -> counts.allocate(1));
    }
}
