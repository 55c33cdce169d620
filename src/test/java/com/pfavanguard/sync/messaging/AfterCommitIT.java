package com.pfavanguard.sync.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pfavanguard.sync.broker.TestBroker;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows a commit, with transactions of a real broker. */
class AfterCommitIT {

    @TempDir
    Path dataDirectory;

    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    private TestBroker broker;
    private WorkQueues queues;
    private DurableQueue queue;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.startedIn(dataDirectory);
        queues = new WorkQueues(broker.connectionFactory(), mayConsume -> {});
        queue = queues.queue(SyncQueues.WRITE);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void isDoneWhenTheMessageCanBeSeen() {
        queues.transactions().run(() -> {
            queues.transactions()
                    .afterCommit(
                            () -> done.add("seen " + queue.browse(Selector.ALL).size()));
            queue.send(QueueMessage.of("x", Map.of()));
            assertThat(done).isEmpty();
        });

        assertThat(done).containsExactly("seen 1");
    }

    @Test
    void isNotDoneAfterARollback() {
        assertThatIllegalStateException()
                .isThrownBy(() -> queues.transactions().run(() -> {
                    queues.transactions().afterCommit(() -> done.add("never"));
                    throw new IllegalStateException("undone");
                }));

        queues.transactions().run(() -> queue.send(QueueMessage.of("x", Map.of())));
        assertThat(done).isEmpty();
    }

    @Test
    void isNotDoneWhenTheBrokerDoesNotTakeTheCommit() {
        try {
            queues.transactions().run(() -> {
                queues.transactions().afterCommit(() -> done.add("never"));
                queue.send(QueueMessage.of("x", Map.of()));
                broker.stop();
            });
        } catch (RuntimeException e) {
            assertThat(done).isEmpty();
            return;
        }
        throw new AssertionError("Nobody can have committed that");
    }

    @Test
    void waitsForTheOuterTransaction() {
        queues.transactions().run(() -> {
            queues.transactions().run(() -> queues.transactions().afterCommit(() -> done.add("inner")));
            assertThat(done).isEmpty();
        });

        assertThat(done).containsExactly("inner");
    }

    @Test
    void isDoneAtOnceWhereThereIsNoTransaction() {
        queues.transactions().afterCommit(() -> done.add("now"));

        assertThat(done).containsExactly("now");
    }

    @Test
    void oneThatFailsKeepsNoOtherFromBeingDone() {
        queues.transactions().run(() -> {
            queues.transactions().afterCommit(() -> {
                throw new IllegalStateException("no matter");
            });
            queues.transactions().afterCommit(() -> done.add("second"));
        });

        assertThat(done).containsExactly("second");
    }

    @Test
    void aMessageThatGoesBackAndIsTakenAgainCountsOnce() {
        queue.send(QueueMessage.of("x", Map.of()));

        for (int delivery = 1; delivery <= 3; delivery++) {
            int number = delivery;
            Runnable take = () -> queues.transactions().run(() -> {
                assertThat(queue.take(Selector.ALL, WireClient.PATIENCE)).isPresent();
                queues.transactions().afterCommit(() -> done.add("delivery " + number));
                if (number < 3) {
                    throw new IllegalStateException("not yet");
                }
            });
            if (number < 3) {
                assertThatIllegalStateException().isThrownBy(take::run);
            } else {
                take.run();
            }
        }

        assertThat(done).containsExactly("delivery 3");
    }
}
