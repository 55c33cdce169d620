package com.pfavanguard.sync.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.benchmark.peer.LinePublisher;
import com.pfavanguard.sync.benchmark.peer.NioPeer;
import com.pfavanguard.sync.testing.FreePorts;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The load driver against {@code NioPeer}, the simplest of the peers. */
class CrowdTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENT_PORT = FreePorts.next();
    private static final int LINE_PORT = FreePorts.next();
    private static final int CLIENTS = 20;
    private static final int ORGANIZATIONS = 4;

    @BeforeAll
    static void startPeer() {
        Thread peer = new Thread(CrowdTests::servePeer, "peer");
        peer.setDaemon(true);
        peer.start();
        Awaitility.await().ignoreExceptions().until(() -> {
            new LinePublisher(LINE_PORT).close();
            return true;
        });
    }

    private static void servePeer() {
        try {
            NioPeer.main(new String[] {String.valueOf(CLIENT_PORT), String.valueOf(LINE_PORT)});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void countsEveryDeliveryOfAnOpenLoop() throws Exception {
        try (Crowd crowd = crowd();
                Publisher publisher = new LinePublisher(LINE_PORT)) {
            LoadOutcome outcome = crowd.openLoop(publisher, Pace.steady(1_000, Duration.ofMillis(200)), PATIENCE);

            assertThat(outcome.events()).isEqualTo(200);
            assertThat(outcome.delivered()).isEqualTo(200 * CLIENTS / ORGANIZATIONS);
            assertThat(outcome.isSound()).as(outcome.count().toString()).isTrue();
            assertThat(outcome.latencies().count()).isEqualTo(outcome.delivered());
            assertThat(outcome.lastLatencies().count()).isEqualTo(200);
        }
    }

    @Test
    void clientsArriveAtThePaceTheyAreOfferedAt() throws Exception {
        try (Crowd crowd = new Crowd(new LoadEndpoint(CLIENT_PORT, false), CLIENTS, ORGANIZATIONS)) {
            Crowd.Arrivals arrivals = crowd.arrive(Pace.steady(100, Duration.ofSeconds(1)), PATIENCE);

            assertThat(arrivals.letIn()).isEqualTo(CLIENTS);
            assertThat(arrivals.handshakes().count()).isEqualTo(CLIENTS);
            // The last of twenty is offered after 190 ms, whatever the server does.
            assertThat(arrivals.time()).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        }
    }

    @Test
    void aClosedLoopGoesOnByItself() throws Exception {
        try (Crowd crowd = crowd();
                Publisher publisher = new LinePublisher(LINE_PORT)) {
            LoadOutcome outcome = crowd.closedLoop(
                    publisher, 2, () -> crowd.listenUntil(() -> crowd.delivered() > 1_000, PATIENCE), PATIENCE);

            assertThat(outcome.delivered()).isGreaterThan(1_000);
            assertThat(outcome.isSound()).as(outcome.count().toString()).isTrue();
        }
    }

    @Test
    void noticesWhatClientsThatWereAwayHaveMissed() throws Exception {
        try (Crowd crowd = crowd();
                Publisher publisher = new LinePublisher(LINE_PORT)) {
            Runnable away = () -> {
                crowd.drop();
                publishUnheard(publisher);
                crowd.resume(CLIENTS, PATIENCE);
            };

            LoadOutcome outcome =
                    crowd.openLoop(publisher, Pace.steady(100, Duration.ofSeconds(1)), away, Duration.ofMillis(500));

            assertThat(crowd.listening()).isEqualTo(CLIENTS);
            assertThat(crowd.lostConnections()).isZero();
            assertThat(outcome.isSound()).isFalse();
        }
    }

    // An event of another phase, and long enough away for some of this one.
    private static void publishUnheard(Publisher publisher) {
        try {
            publisher.publish("org-0000", "unheard", LoadEvent.json("org-0000", '-', 1, 0, 200));
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Crowd crowd() throws IOException {
        Crowd crowd = new Crowd(new LoadEndpoint(CLIENT_PORT, false), CLIENTS, ORGANIZATIONS);
        crowd.connect(CLIENTS, PATIENCE);
        assertThat(crowd.listening()).as(crowd.complaints().toString()).isEqualTo(CLIENTS);
        return crowd;
    }
}
