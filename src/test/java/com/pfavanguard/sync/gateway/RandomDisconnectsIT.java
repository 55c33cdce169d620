package com.pfavanguard.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.testing.StompProducer;
import com.pfavanguard.sync.testing.TestGateway;
import com.pfavanguard.sync.testing.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Thousands of reconnects, at random moments and without a word, while events are published: in the end every client
 * has heard every event once and in order.
 */
class RandomDisconnectsIT {

    private static final Logger log = LoggerFactory.getLogger(RandomDisconnectsIT.class);

    private static final long SEED = Long.getLong("sync.test.seed", 20260304L);
    private static final String ORGANIZATION = "org-tunnel";
    private static final int CLIENTS = 8;
    private static final int CONNECTIONS_PER_CLIENT = 300;

    @Test
    void nobodyMissesAnythingAndNobodyHearsAnythingTwice(@TempDir Path data) throws Exception {
        log.info("Seed {} (repeat with -Dsync.test.seed={})", SEED, SEED);
        AtomicInteger done = new AtomicInteger();
        try (TestGateway gateway = TestGateway.start(data);
                WireClient witness = WireClient.json(gateway, ORGANIZATION)) {
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
            List<Future<List<String>>> heard = new ArrayList<>();
            String start = position(gateway);
            for (int i = 0; i < CLIENTS; i++) {
                heard.add(threads.submit(new Traveller(gateway, start, i % 2 == 0, new Random(SEED + i), done)));
            }

            List<String> published = publishUntil(gateway, done);

            List<String> order = witnessed(witness, published.size());
            assertThat(order).containsExactlyElementsOf(published);
            for (Future<List<String>> traveller : heard) {
                assertThat(traveller.get()).containsExactlyElementsOf(published);
            }
            assertThat(gateway.counter("sync.gateway.resumes", "recovered", "false"))
                    .isZero();
            threads.shutdown();
        }
    }

    /** The position from which all clients start: before the first event. */
    private static String position(TestGateway gateway) {
        try (WireClient client = WireClient.open(gateway.webSocket(ORGANIZATION))) {
            return client.nextJson().get("eventId").stringValue();
        }
    }

    /** Publishes until all clients have made their connections, and then sends the last event, for which they wait. */
    private static List<String> publishUntil(TestGateway gateway, AtomicInteger done) {
        List<String> published = new ArrayList<>();
        try (StompProducer producer = new StompProducer(gateway.stompPort())) {
            while (done.get() < CLIENTS) {
                published.add(send(producer, "e-" + published.size()));
            }
            published.add(send(producer, "last"));
        }
        return published;
    }

    private static String send(StompProducer producer, String eventId) {
        producer.sendText(
                "/topic/sync." + ORGANIZATION, """
                {"type":"SYNC_PROCESSING","pfaId":"PFA-1","organizationId":"%s","timestamp":"2026-03-04T09:15:03.511Z"}""".formatted(ORGANIZATION), "eventId:" + eventId, "persistent:true");
        return eventId;
    }

    private static List<String> witnessed(WireClient witness, int count) {
        List<String> order = new ArrayList<>();
        while (order.size() < count) {
            order.add(witness.nextJson().get("eventId").stringValue());
        }
        return order;
    }

    /** One client: listens for a random while, vanishes, comes back with its last event id, and in the end stays. */
    private record Traveller(TestGateway gateway, String start, boolean stomp, Random random, AtomicInteger done)
            implements Callable<List<String>> {

        @Override
        public List<String> call() {
            List<String> heard = new ArrayList<>();
            String position = start;
            try {
                for (int i = 0; i < CONNECTIONS_PER_CLIENT; i++) {
                    position = listen(heard, position, 1 + random.nextInt(8));
                }
            } finally {
                done.incrementAndGet();
            }
            listen(heard, position, Integer.MAX_VALUE);
            return heard;
        }

        /** @return the position after this connection */
        private String listen(List<String> heard, String position, int messages) {
            WireClient client = connect(position);
            try {
                JsonNode greeting =
                        stomp ? client.subscribe(ORGANIZATION, "last-event-id:" + position) : client.nextJson();
                String last = greeting.get("eventId").stringValue();
                for (int i = 0; i < messages && !last.equals("last"); i++) {
                    JsonNode event = stomp ? client.nextEvent() : client.nextJson();
                    last = event.get("eventId").stringValue();
                    heard.add(last);
                }
                return last;
            } finally {
                if (random.nextBoolean()) {
                    client.abort();
                } else {
                    client.close();
                }
            }
        }

        private WireClient connect(String position) {
            if (stomp) {
                return WireClient.stomp(gateway, ORGANIZATION);
            }
            return WireClient.open(gateway.webSocket(ORGANIZATION + "?lastEventId=" + position));
        }
    }
}
