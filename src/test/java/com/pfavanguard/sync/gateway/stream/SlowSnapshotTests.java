package com.pfavanguard.sync.gateway.stream;

import static com.pfavanguard.sync.gateway.stream.StreamFixture.RIO;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that takes its snapshot more slowly than the history forgets the events behind it. */
class SlowSnapshotTests {

    // Each fills a message of a snapshot.
    private static final String FILLER = "x".repeat(9_000);

    private final StreamFixture fixture = StreamFixture.ready();
    private Client client;
    private int events;

    @BeforeEach
    void openWithASocketThatIsStuck() {
        for (int record = 0; record < 3; record++) {
            append("PFA-" + record);
        }
        client = fixture.new Client();
        client.stuck = true;
        client.open(null, EventFilter.ALL).drain();
    }

    private void append(String pfaId) {
        String eventId = "e-" + events++;
        byte[] json = ("{\"type\":\"SYNC_QUEUED\",\"filler\":\"" + FILLER + "\",\"eventId\":\"" + eventId + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        Arrival arrival = new Arrival(fixture.clock.instant(), 1_000 + events, 4, true);
        fixture.stream.append(
                RIO, new EncodedEvent(eventId, pfaId, SyncEventType.SYNC_QUEUED, 0, json, null), arrival, true);
    }

    /** The socket takes the next message; the one after it is then under way. */
    private void take() {
        client.underWay.remove().run();
        client.drain();
    }

    /** So many events that the history holds none of those behind the present base. */
    private void forgetEverything() {
        for (int i = 0; i <= 2 * StreamFixture.SIZE; i++) {
            append("PFA-0");
        }
    }

    private List<String> heard(String type) {
        return client.heard.stream()
                .filter(message -> message.contains("\"" + type + "\""))
                .toList();
    }

    @Test
    void aSnapshotThatIsOvertakenBeginsAgainFourTimesAtMost() {
        for (int snapshot = 1; snapshot <= 4; snapshot++) {
            assertThat(heard("CONNECTED")).hasSize(snapshot);
            assertThat(client.closed).isNull();
            take();
            assertThat(heard("SNAPSHOT")).hasSize(snapshot);
            forgetEverything();
            if (snapshot < 4) {
                take();
            }
        }

        client.drain();

        assertThat(client.closed).isEqualTo(CloseCode.SLOW);
        assertThat(heard("CONNECTED").subList(1, 4)).allMatch(greeting -> greeting.contains("\"recovered\":false"));
    }

    @Test
    void aSnapshotThatGetsThroughCountsAnew() {
        for (int i = 0; i < 3; i++) {
            take();
            forgetEverything();
            take();
        }
        while (!client.underWay.isEmpty()) {
            take();
        }
        assertThat(heard("SNAPSHOT")).last().asString().contains("\"last\":true");
        assertThat(heard("CONNECTED")).hasSize(4);

        // Away for so long that a greeting and a snapshot come instead of the events.
        client.stuck = true;
        append("PFA-1");
        client.drain();
        fixture.markGapHere();
        take();

        assertThat(heard("CONNECTED")).hasSize(5);
        take();
        forgetEverything();
        take();
        assertThat(heard("CONNECTED")).hasSize(6);
        assertThat(client.closed).isNull();
    }
}
