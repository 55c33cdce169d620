package com.pfavanguard.sync.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pfavanguard.sync.client.Board;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncFailed;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.event.SyncQueued;
import com.pfavanguard.sync.event.SyncSuccess;
import com.pfavanguard.sync.testing.CuttableProxy;
import com.pfavanguard.sync.testing.Npm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board in React, from the recipe in {@code src/docs/clients/frameworks.md}, is reloaded and cut off at random while events
 * come as fast as they can be published. In the end it shows the last event of each record, although more events came than
 * the history holds.
 */
@ExtendWith(Npm.Installed.class)
class BoardIT extends GatewayInABrowser {

    private static final Logger log = LoggerFactory.getLogger(BoardIT.class);
    private static final long SEED = Long.getLong("sync.test.seed", 20260304L);

    private static final int ROUNDS = 12;
    private static final int RECORDS = 80;

    private final Random random = new Random(SEED);
    private final Map<String, String> truth = new TreeMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void showsTheTruthHoweverItIsReloadedAndCutOff() throws Exception {
        log.info("Seed {} (repeat with -Dsync.test.seed={})", SEED, SEED);
        Board.build(Path.of("target/test-classes/static/test/board.js"));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        try (CuttableProxy network = new CuttableProxy(port)) {
            Future<?> published = publisher.submit(() -> publishUntil(done));
            open(network);
            for (int round = 0; round < ROUNDS; round++) {
                awaitAnyChange();
                if (random.nextInt(3) == 0) {
                    browser.navigate().refresh();
                } else {
                    network.cut();
                    awaitStatus("reconnecting");
                    network.mend();
                }
            }
            cutOffForLongerThanTheHistory(network);
            done.set(true);
            published.get();

            await().untilAsserted(() -> assertThat(shown()).isEqualTo(truth));
            log.info("{} events of {} records", count, truth.size());
        } finally {
            done.set(true);
            publisher.shutdown();
        }
    }

    private void open(CuttableProxy network) {
        browser.get("http://127.0.0.1:" + network.port() + "/test-board.html?org=" + organizationId);
        awaitStatus("live");
    }

    // Then the gateway cannot send what was missed, but all states instead.
    private void cutOffForLongerThanTheHistory(CuttableProxy network) {
        network.cut();
        int before = count.get();
        await().atMost(Duration.ofMinutes(2)).until(() -> count.get() > before + HISTORY_SIZE);
        network.mend();
        awaitAnyChange();
    }

    private void publishUntil(AtomicBoolean done) {
        while (!done.get()) {
            SyncEvent event = next(pfaId(random(RECORDS)));
            publisher.publish(event);
            truth.put(event.pfaId().value(), event.eventId().value());
            count.incrementAndGet();
        }
    }

    private SyncEvent next(PfaId pfaId) {
        EventId eventId = EventId.random();
        Instant now = clock.instant();
        return switch (random(4)) {
            case 0 -> new SyncQueued(eventId, organizationId, pfaId, now);
            case 1 -> new SyncProcessing(eventId, organizationId, pfaId, now);
            case 2 -> new SyncFailed(eventId, organizationId, pfaId, now, "PEMS service unavailable", 3);
            default -> new SyncSuccess(eventId, organizationId, pfaId, now, 8);
        };
    }

    private int random(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    // Each round begins with a board that hears events.
    private void awaitAnyChange() {
        awaitStatus("live");
        Map<String, String> before = shown();
        await().until(() -> !shown().equals(before));
    }

    private static void awaitStatus(String state) {
        await().until(() ->
                state.equals(browser.executeScript("return document.querySelector('[data-status]')?.dataset.status")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> shown() {
        return new TreeMap<>((Map<String, String>) browser.executeScript("return Object.fromEntries("
                + "[...document.querySelectorAll('[data-pfa]')].map(row => [row.dataset.pfa, row.dataset.event]))"));
    }
}
