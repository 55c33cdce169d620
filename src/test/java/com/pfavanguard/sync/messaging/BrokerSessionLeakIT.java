package com.pfavanguard.sync.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pfavanguard.sync.broker.TestBroker;
import com.pfavanguard.sync.event.SyncQueues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Counts sessions at the broker: repeated failures leave no session open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerSessionLeakIT {

    private static final int ROUNDS = 12;

    // A caching connection factory keeps a session of each kind for the next caller; two threads' worth is plenty.
    private static final int CACHED_SESSIONS = 4;

    private static final Selector MALFORMED = new Selector("this is no selector");

    private TestBroker broker;
    private WorkQueues queues;

    @BeforeAll
    void start(@TempDir Path data) {
        broker = TestBroker.startedIn(data);
        queues = new WorkQueues(broker.connectionFactory(), mayConsume -> {});
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void standingByForALockLeavesNoSessionOpen() {
        try (TestBroker.OtherConnections other = broker.otherConnections();
                QueueLock.Held held = new QueueLock(other.factory(), SyncQueues.WORKER, mayConsume -> {})
                        .tryAcquire()
                        .orElseThrow()) {
            held.check();
            QueueLock lock = queues.lock(SyncQueues.WORKER);

            assertNoSessionIsLeftBy(() -> assertThat(lock.tryAcquire()).isEmpty());
        }
    }

    @Test
    void aLockTakenAndGivenBackLeavesNoSessionOpen() {
        QueueLock lock = queues.lock(SyncQueues.WORKER);

        assertNoSessionIsLeftBy(() -> lock.tryAcquire().orElseThrow().close());
    }

    @Test
    void aLockOnAQueueThatIsNotThereLeavesNoSessionOpen() {
        QueueLock lock = queues.lock("pems.no-such-queue");

        assertNoSessionIsLeftBy(() -> fails(lock::tryAcquire));
    }

    @Test
    void refusedSendsTakesAndBrowsesLeaveNoSessionOpen() {
        DurableQueue absent = queues.queue("pems.no-such-queue");
        DurableQueue queue = queues.queue(SyncQueues.WRITE);
        queue.send(QueueMessage.of("x", Map.of()));

        assertNoSessionIsLeftBy(() -> {
            fails(() -> absent.send(QueueMessage.of("x", Map.of())));
            fails(() -> absent.take(Selector.ALL, Duration.ZERO));
            fails(() -> absent.browse(Selector.ALL));
            fails(() -> queue.take(MALFORMED, Duration.ZERO));
            fails(() -> queue.browse(MALFORMED));
            fails(() -> queue.browse(Selector.ALL, message -> {
                throw new IllegalStateException("while browsing");
            }));
            fails(() -> queue.count(MALFORMED));
        });
    }

    @Test
    void transactionsThatFailLeaveNoSessionOpen() {
        DurableQueue queue = queues.queue(SyncQueues.WRITE);

        assertNoSessionIsLeftBy(() -> fails(() -> queues.transactions().run(() -> {
            queue.send(QueueMessage.of("x", Map.of()));
            queue.take(Selector.ALL, Duration.ZERO);
            throw new IllegalStateException("before the commit");
        })));
    }

    @Test
    void aReaderOfTheControlLogThatFailsLeavesNoSessionOpen() {
        ControlLog log = new ControlLog(broker.connectionFactory());
        log.append("key", "entry", Duration.ofMinutes(1));

        assertNoSessionIsLeftBy(() -> fails(() -> log.read(entry -> {
            throw new IllegalStateException("while reading");
        })));
    }

    private static void fails(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(RuntimeException.class);
    }

    private void assertNoSessionIsLeftBy(Runnable action) {
        action.run();
        int before = broker.sessions();

        for (int i = 0; i < ROUNDS; i++) {
            action.run();
        }

        assertThat(broker.sessions()).isLessThanOrEqualTo(before + CACHED_SESSIONS);
    }
}
