package com.pfavanguard.sync.vital;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutOfMemoryTests {

    /** A process without JVM options for it, whose vital thread uses up the heap while the others go on. */
    static final class Hungry {

        public static void main(String[] args) throws InterruptedException {
            ProcessEnd.allow();
            VitalThread thread = Vital.thread("hungry", java.time.Duration.ofMinutes(1), Hungry::eat);
            thread.start();
            Thread.currentThread().join();
        }

        private static void eat() {
            List<byte[]> eaten = new ArrayList<>();
            while (true) {
                eaten.add(new byte[1_000_000]);
            }
        }
    }

    @Test
    void anExhaustedHeapEndsTheProcessAsTheJvmsOwnOptionDoes() throws Exception {
        Process process = new ProcessBuilder(
                        ChildJvm.program("java"),
                        "-Xmx24m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ChildJvm.classPath(),
                        Hungry.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(OutOfMemory.EXIT_CODE);
            assertThat(output).contains("The heap is exhausted");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anExhaustedHeapIsFoundInTheCauses() {
        Throwable heap = new IllegalStateException("wrapped", new OutOfMemoryError("Java heap space"));

        assertThat(OutOfMemory.isExhaustedHeap(heap)).isTrue();
    }

    @Test
    void otherLimitsThanTheHeapsAreNone() {
        assertThat(OutOfMemory.isExhaustedHeap(new OutOfMemoryError("unable to create native thread")))
                .isFalse();
        assertThat(OutOfMemory.isExhaustedHeap(new OutOfMemoryError("failed to allocate 64 byte(s) of direct memory")))
                .isFalse();
        assertThat(OutOfMemory.isExhaustedHeap(null)).isFalse();
    }

    @Test
    void nothingEndsAProcessThatHasNotAskedForIt() {
        OutOfMemory.endProcessIf(new OutOfMemoryError("Java heap space"));
    }
}
