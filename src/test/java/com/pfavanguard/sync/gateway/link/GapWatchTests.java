package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.gateway.link.ReadMessages.MessageKind;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uses a broker whose answers the test sets. */
class GapWatchTests {

    private static final int RING = 80;

    private final ReadMessages read = new ReadMessages(1_000);
    private final AtomicInteger gaps = new AtomicInteger();
    private final List<Long> places = new CopyOnWriteArrayList<>();
    private final AtomicInteger gapsBefore = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long oldest = 1;
    private volatile boolean broken;
    private volatile boolean concernsClients = true;
    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger failuresToCome = new AtomicInteger();
    private @Nullable GapWatch watch;

    private final GapWatch.Listener listener = new GapWatch.Listener() {
        @Override
        public boolean gap(long behind) {
            gaps.incrementAndGet();
            places.add(behind);
            return concernsClients;
        }

        @Override
        public void gapBefore() {
            gapsBefore.incrementAndGet();
        }

        @Override
        public void looked(@Nullable IOException problem) {
            if (problem != null) {
                failures.incrementAndGet();
            }
        }

        @Override
        public void tick() {
            ticks.incrementAndGet();
        }
    };

    private final HistoryQueue broker = () -> {
        if (broken || failuresToCome.getAndDecrement() > 0) {
            throw new IOException("not allowed");
        }
        return new HistoryQueue.Look() {
            @Override
            public OptionalLong oldest() throws IOException {
                if (broken) {
                    throw new IOException("gone");
                }
                return OptionalLong.of(oldest);
            }

            @Override
            public String dataId() {
                return "the broker's data";
            }

            @Override
            public void close() {}
        };
    };

    private GapWatch watch(@Nullable GapCheck former) {
        GapWatch started = new GapWatch(broker, read, former, RING, listener).start();
        watch = started;
        return started;
    }

    @AfterEach
    void stop() {
        if (watch != null) {
            watch.close();
        }
    }

    private void read(GapWatch watch, long from, long to) {
        for (long number = from; number <= to; number++) {
            read.add(number, 0, MessageKind.PERSISTENT, true);
            watch.readUpTo(read.count());
        }
    }

    private void awaitLook() {
        GapWatch looking = Objects.requireNonNull(watch);
        Awaitility.await().until(() -> looking.askedAt() == read.count());
    }

    @Test
    void whatTheRingDropsAfterItWasReadIsNoGap() {
        GapWatch watch = watch(null);
        assertThat(watch.awaitReady()).matches("[0-9a-f]{8}");
        read(watch, 1, 1);
        awaitLook();
        read(watch, 2, 40);
        awaitLook();
        oldest = 30;
        read(watch, 41, 80);
        awaitLook();

        assertThat(gaps).hasValue(0);
    }

    @Test
    void whatTheRingDropsUnreadIsTold() {
        GapWatch watch = watch(null);
        read(watch, 1, 10);
        awaitLook();

        oldest = 500;
        read(watch, 500, 510);

        Awaitility.await().untilAtomic(gaps, Matchers.is(1));
    }

    @Test
    void aRingThatCouldNotBeLookedAtForAWhileIsJudgedByTheLookBefore() {
        GapWatch watch = watch(null);
        read(watch, 1, 10);
        awaitLook();
        broken = true;
        read(watch, 11, 30);
        Awaitility.await().until(() -> failures.get() > 0);
        oldest = 20;
        broken = false;

        Awaitility.await().untilAtomic(gaps, Matchers.is(1));
    }

    @Test
    void whatTheFormerConnectionWasNotAskedAboutIsJudgedByTheNextOne() {
        ReadMessages before = new ReadMessages(1_000);
        before.add(1, 0, MessageKind.PERSISTENT, true);
        GapCheck former = new GapCheck(before);
        before.add(7, 0, MessageKind.PERSISTENT, true); // the messages before it went unread

        oldest = 7;
        watch(former).awaitReady();

        assertThat(gapsBefore).hasValue(1);
        assertThat(gaps).hasValue(0);
    }

    @Test
    void aFullHistoryThatMovesOnWhileThePastIsReadBeginsWithItsOldestMessage() {
        GapWatch watch = watch(null);
        watch.awaitReady();
        oldest = 3; // 1 is read, 2 may have been dropped in front of the link
        read(watch, 1, 5);
        // A look may come while less has been read; it finds an earlier place.
        Awaitility.await().until(() -> places.contains(2L));
        assertThat(places).allMatch(behind -> behind <= 2);
        oldest = 5;
        read(watch, 6, 80);

        watch.lookAtEndOfPast();

        List<Long> found = List.copyOf(places);
        assertThat(found).allMatch(behind -> behind <= 4);
        oldest = 60;
        read(watch, 81, 120);
        awaitLook();
        assertThat(places).isEqualTo(found);
    }

    @Test
    void whereTheOldestMessageIsYetToComeAllThatWasReadLiesInFrontOfTheGap() {
        GapWatch watch = watch(null);
        watch.awaitReady();
        oldest = 500;
        read(watch, 1, 5);

        watch.lookAtEndOfPast();

        assertThat(places).isNotEmpty().allMatch(behind -> behind >= 1).endsWith(5L);
    }

    @Test
    void aBrokerThatCannotBeAskedHoldsUpNoEndOfThePast() {
        broken = true;
        GapWatch watch = watch(null);
        read(watch, 1, 5);

        watch.lookAtEndOfPast();

        assertThat(gaps).hasValue(0);
    }

    @Test
    void aGapThatIsYetToBeToldWhenTheConnectionEndsIsTold() {
        GapWatch watch = watch(null);
        read(watch, 1, 10);
        watch.lookAtEndOfPast();
        oldest = 500;
        read(watch, 500, 510);
        Awaitility.await().untilAtomic(gaps, Matchers.is(1));
        oldest = 900;
        read(watch, 900, 910); // reported only after some seconds
        awaitLook();

        watch.close();

        // The next connection may be reading the past by now.
        assertThat(gaps).hasValue(1);
        assertThat(gapsBefore).hasValue(1);
    }

    @Test
    void aGapThatConcernsNoClientPutsOffNoOther() {
        concernsClients = false;
        GapWatch watch = watch(null);
        read(watch, 1, 10);
        awaitLook();
        oldest = 500;
        read(watch, 500, 510);
        Awaitility.await().untilAtomic(gaps, Matchers.is(1));
        oldest = 900;
        read(watch, 900, 910);
        awaitLook();
        int before = ticks.get();
        Awaitility.await().untilAtomic(ticks, Matchers.greaterThan(before));

        watch.close();

        assertThat(gaps).hasValue(2);
        assertThat(gapsBefore).hasValue(0);
    }

    @Test
    void aBrokerThatCannotBeAskedAtOnceStillSaysWhoseDataItHas() {
        failuresToCome.set(3);

        assertThat(watch(null).awaitReady()).matches("[0-9a-f]{8}");
        assertThat(failures).hasValue(0);
    }
}
