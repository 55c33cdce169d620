package com.pfavanguard.sync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.worker.RequestLimiter.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** In virtual time, which passes only when a test says so. */
class RequestLimiterTests {

    private static final Duration TRANSIT = Duration.ofMillis(250);
    private static final long MILLI = 1_000_000L;

    // Near the end of what a long holds, as System.nanoTime() may be.
    private long now = Long.MAX_VALUE - 500 * MILLI;

    private RequestLimiter limiter(int rate) {
        return new RequestLimiter(rate, TRANSIT, () -> now);
    }

    @Test
    void letsTheFullRateThroughAtOnceAndThenNoMore() {
        RequestLimiter limiter = limiter(10);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.tryAcquire(Kind.READ)).isPresent();
        }

        assertThat(limiter.tryAcquire(Kind.READ)).isEmpty();
    }

    @Test
    void aSlotIsFreeAgainOneSecondAfterTheAnswer() {
        RequestLimiter limiter = limiter(1);
        RequestLimiter.Slot slot = limiter.tryAcquire(Kind.READ).orElseThrow();
        now += 30 * MILLI;
        slot.close();

        assertThat(limiter.untilFree()).isEqualTo(Duration.ofSeconds(1));
        now += 999 * MILLI;
        assertThat(limiter.tryAcquire(Kind.READ)).isEmpty();
        now += MILLI;
        assertThat(limiter.tryAcquire(Kind.READ)).isPresent();
    }

    @Test
    void aSlowAnswerDoesNotHoldItsSlotLongerThanTheRequestCanHaveBeenUnderWay() {
        RequestLimiter limiter = limiter(1);
        RequestLimiter.Slot slot = limiter.tryAcquire(Kind.READ).orElseThrow();

        now += 1_249 * MILLI;
        assertThat(limiter.tryAcquire(Kind.READ)).isEmpty();
        now += MILLI;
        assertThat(limiter.tryAcquire(Kind.READ)).isPresent();

        now += 100 * MILLI;
        slot.close();
        assertThat(limiter.tryAcquire(Kind.READ)).isEmpty();
    }

    @Test
    void aLateAnswerFreesNothingOfWhoeverHasTheSlotByThen() {
        RequestLimiter limiter = limiter(1);
        RequestLimiter.Slot late = limiter.tryAcquire(Kind.READ).orElseThrow();
        now += 1_250 * MILLI;
        limiter.tryAcquire(Kind.READ).orElseThrow();

        late.close();

        assertThat(limiter.untilFree()).isEqualTo(Duration.ofMillis(1_250));
    }

    @Test
    void aPemsThatAlwaysTakesItsTimeGetsTheFullRate() {
        RequestLimiter limiter = limiter(10);
        int requests = 0;
        List<Due> due = new ArrayList<>();
        // The first twenty of each kind are counted from their answers.
        for (int millis = 0; millis < 18_000; millis++) {
            answer(due);
            for (Kind kind : Kind.values()) {
                Optional<RequestLimiter.Slot> slot = limiter.tryAcquire(kind);
                if (slot.isPresent()) {
                    requests++;
                    due.add(new Due(now + (kind == Kind.READ ? 100 : 300) * MILLI, slot.get()));
                }
            }
            now += MILLI;
        }

        assertThat(requests).isBetween(160, 180);
    }

    private void answer(List<Due> due) {
        due.removeIf(answer -> {
            if (answer.at - now <= 0) {
                answer.slot.close();
                return true;
            }
            return false;
        });
    }

    /** Late by as much as may be: each answer tells by how much. */
    @Test
    void requestsHeldUpOnTheirWayDoNotMeetThoseOfTheNextSecond() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            RequestLimiter limiter = limiter(10);
            List<Long> arrivals = new ArrayList<>();
            List<Due> due = new ArrayList<>();
            for (int millis = 0; millis < 10_000; millis++) {
                now += MILLI;
                answer(due);
                Optional<RequestLimiter.Slot> slot = limiter.tryAcquire(Kind.WRITE);
                if (slot.isPresent()) {
                    long arrival = now + chance.nextLong((chance.nextInt(4) == 0 ? 240 : 10) * MILLI);
                    arrivals.add(arrival);
                    due.add(new Due(arrival + 80 * MILLI + chance.nextLong(40 * MILLI), slot.get()));
                }
            }

            assertThat(mostInOneSecond(arrivals)).as("seed %s", seed).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void noWindowOfOneSecondEverSeesMoreArrivalsThanTheRate() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            long processing = chance.nextLong(600 * MILLI);
            RequestLimiter limiter = limiter(10);
            List<Long> arrivals = new ArrayList<>();
            List<Due> due = new ArrayList<>();
            for (int step = 0; step < 2_000; step++) {
                now += chance.nextLong(20 * MILLI);
                answer(due);
                for (int burst = chance.nextInt(12); burst > 0; burst--) {
                    Optional<RequestLimiter.Slot> slot = limiter.tryAcquire(Kind.READ);
                    if (slot.isPresent()) {
                        long arrival = now + chance.nextLong((chance.nextInt(4) == 0 ? 250 : 10) * MILLI);
                        arrivals.add(arrival);
                        due.add(new Due(arrival + processing, slot.get()));
                    }
                }
            }

            assertThat(mostInOneSecond(arrivals)).as("seed %s", seed).isLessThanOrEqualTo(10);
            assertThat(arrivals).hasSizeGreaterThan(60);
        }
    }

    private static int mostInOneSecond(List<Long> arrivals) {
        List<Long> sorted =
                arrivals.stream().sorted((a, b) -> Long.signum(a - b)).toList();
        int most = 0;
        int first = 0;
        for (int last = 0; last < sorted.size(); last++) {
            while (sorted.get(last) - sorted.get(first) >= 1_000 * MILLI) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    private record Due(long at, RequestLimiter.Slot slot) {}
}
