package com.pfavanguard.sync.writequeue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.pfavanguard.sync.broker.TestBroker;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncQueues;
import com.pfavanguard.sync.messaging.QueueMessage;
import com.pfavanguard.sync.messaging.WorkQueues;
import com.pfavanguard.sync.testing.WireClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.core.JmsTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The figures of several processes at a real broker. */
class SyncFiguresIT {

    private static final OrganizationId RIO = new OrganizationId("org-rio");
    private static final OrganizationId ANDES = new OrganizationId("org-andes");
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    Path dataDirectory;

    private TestBroker broker;
    private WorkQueues queues;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.startedIn(dataDirectory);
        queues = new WorkQueues(broker.connectionFactory(), mayConsume -> {});
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    private SyncFigures process() {
        return processAt(NOON);
    }

    private SyncFigures processAt(Instant now) {
        return process(now, new SimpleMeterRegistry());
    }

    private SyncFigures process(Instant now, MeterRegistry meters) {
        return new SyncFigures(
                new StoredFigures(queues, JsonMapper.builder().build()),
                queues.transactions(),
                meters,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void complete(SyncFigures process, OrganizationId organizationId, int items) {
        for (int i = 0; i < items; i++) {
            process.completed(organizationId, NOON.minusMillis(200));
        }
    }

    private static long completed(SyncFigures process, OrganizationId organizationId) {
        return process.of(organizationId).completed(NOON);
    }

    /** The broker's ids of the messages in the queue: each message that is sent has another one. */
    private List<String> keptIds() {
        return new JmsTemplate(broker.connectionFactory()).browse(SyncQueues.FIGURES, (session, browser) -> {
            List<String> ids = new ArrayList<>();
            for (Enumeration<?> each = browser.getEnumeration(); each.hasMoreElements(); ) {
                ids.add(((Message) each.nextElement()).getJMSMessageID());
            }
            return ids;
        });
    }

    @Test
    void aProcessKnowsAtOnceWhatItHasFinishedAndOthersOnceItIsKept() {
        SyncFigures worker = process();
        SyncFigures reader = process();
        complete(worker, RIO, 3);

        assertThat(completed(worker, RIO)).isEqualTo(3);
        assertThat(completed(reader, RIO)).isZero();

        worker.keep();

        assertThat(completed(worker, RIO)).isEqualTo(3);
        assertThat(completed(reader, RIO)).isEqualTo(3);
        assertThat(reader.of(RIO).average(NOON)).hasValue(Duration.ofMillis(200));
        assertThat(reader.of(RIO).lastEnd()).hasValue(NOON);
        assertThat(completed(reader, ANDES)).isZero();
    }

    @Test
    void theNextProcessAddsToWhatTheLastOneLeft() {
        SyncFigures first = process();
        complete(first, RIO, 3);
        first.keep();
        SyncFigures second = process();
        complete(second, RIO, 2);
        second.keep();

        broker.stop();
        broker.start();

        Awaitility.await()
                .atMost(WireClient.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(completed(process(), RIO)).isEqualTo(5));
    }

    @Test
    void keepingAgainReplacesAndAddsNothing() {
        SyncFigures worker = process();
        for (int i = 0; i < 10; i++) {
            complete(worker, RIO, 1);
            worker.keep();
        }

        // The queue has no consumer: the broker itself must remove replaced messages.
        Awaitility.await().atMost(WireClient.PATIENCE).until(() -> keptIds().size() == 1);
        assertThat(completed(process(), RIO)).isEqualTo(10);
    }

    @Test
    void withoutNewsNothingIsSent() {
        SyncFigures worker = process();
        complete(worker, RIO, 1);
        worker.keep();
        List<String> before = keptIds();

        worker.keep();

        assertThat(keptIds()).hasSize(1).isEqualTo(before);
    }

    @Test
    void whatCouldNotBeKeptIsKeptTheNextTime() {
        SyncFigures worker = process();
        complete(worker, RIO, 2);
        broker.stop();
        assertThatException().isThrownBy(worker::keep);

        complete(worker, RIO, 1);
        broker.start();

        Awaitility.await().atMost(WireClient.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            worker.keep();
            assertThat(completed(process(), RIO)).isEqualTo(3);
        });
    }

    @Test
    void ofManyWhoFinishAtOnceNoneIsLostAndWhatIsRolledBackDoesNotCount() {
        SyncFigures worker = process();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<CompletableFuture<Void>> items = IntStream.range(0, 400)
                .mapToObj(i -> CompletableFuture.runAsync(() -> finish(worker, i % 4 == 0), threads))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(items.toArray(CompletableFuture[]::new));

        while (!all.isDone()) {
            worker.keep();
        }
        worker.keep();

        threads.shutdown();
        assertThat(all).isCompleted();
        assertThat(completed(worker, RIO)).isEqualTo(300);
        assertThat(completed(process(), RIO)).isEqualTo(300);
    }

    private void finish(SyncFigures worker, boolean rolledBack) {
        Runnable item = () -> queues.transactions().run(() -> {
            worker.completed(RIO, NOON);
            if (rolledBack) {
                throw new IllegalStateException("undone");
            }
        });
        if (rolledBack) {
            assertThatIllegalStateException().isThrownBy(item::run);
        } else {
            item.run();
        }
    }

    @Test
    void metersCountOnceAnItemWhoseFirstTransactionIsRolledBack() {
        MeterRegistry meters = new SimpleMeterRegistry();
        SyncFigures worker = process(NOON, meters);
        Runnable ends = () -> {
            worker.completed(RIO, NOON.minusSeconds(3));
            worker.conflicted(RIO);
            worker.retried();
            worker.failed(RIO, new Failure("NOT_FOUND", "There is no such record", 0));
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> queues.transactions().run(() -> {
                    ends.run();
                    throw new IllegalStateException("undone");
                }));
        queues.transactions().run(ends);

        assertThat(meters.get("pems.sync.success").counter().count()).isEqualTo(1);
        assertThat(meters.get("pems.sync.conflicts").counter().count()).isEqualTo(1);
        assertThat(meters.get("pems.sync.retries").counter().count()).isEqualTo(1);
        assertThat(meters.get("pems.sync.errors")
                        .tag("type", "NOT_FOUND")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("pems.sync.latency").timer().count()).isEqualTo(1);
    }

    @Test
    void conflictsAndFailuresAreEndsToo() {
        SyncFigures worker = process();
        worker.conflicted(RIO);
        worker.failed(ANDES, new Failure("NOT_FOUND", "There is no such record", 0));
        worker.failed(null, new Failure("INVALID_ITEM", "The edit could not be read", 0));
        worker.keep();

        assertThat(process().of(RIO).lastEnd()).hasValue(NOON);
        assertThat(process().of(ANDES).lastEnd()).hasValue(NOON);
        assertThat(completed(process(), RIO)).isZero();
    }

    @Test
    void aDayLaterOnlyTheLastEndIsKnown() {
        SyncFigures worker = process();
        complete(worker, RIO, 1);
        worker.keep();

        Instant tomorrow = NOON.plus(Duration.ofHours(25));
        DailyFigures figures = processAt(tomorrow).of(RIO);

        assertThat(figures.completed(tomorrow)).isZero();
        assertThat(figures.lastEnd()).hasValue(NOON);
    }

    @Test
    void whatIsNoFiguresIsPassedOver() {
        SyncFigures worker = process();
        complete(worker, RIO, 1);
        worker.keep();
        queues.queue(SyncQueues.FIGURES).send(QueueMessage.of("by hand", Map.of("organizationId", RIO.value())));

        assertThat(completed(process(), RIO)).isEqualTo(1);
    }
}
