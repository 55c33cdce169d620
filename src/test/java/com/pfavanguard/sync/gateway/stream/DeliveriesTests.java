package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the stream counts while it hands events to sessions. */
class DeliveriesTests {

    private final StreamFixture fixture = StreamFixture.ready();
    private long number = 100;

    /** @param underWay how long ago the broker took the event @param producedBefore how long before that it was made */
    private void append(String eventId, Duration underWay, Duration producedBefore) {
        Instant arrived = fixture.clock.instant().minus(underWay);
        EncodedEvent event = StreamFixture.event(
                eventId,
                SyncEventType.SYNC_QUEUED,
                "PFA-1",
                arrived.minus(producedBefore).toEpochMilli());
        fixture.stream.append(StreamFixture.RIO, event, new Arrival(arrived, number++, 4, true), true);
    }

    private double count(String name) {
        return fixture.meters.get(name).functionCounter().count();
    }

    private double json(String name) {
        return fixture.meters
                .get(name)
                .tag("protocol", "json")
                .functionCounter()
                .count();
    }

    private double latencies(String of) {
        return count("sync.gateway." + of + ".latency.seconds.count");
    }

    private double seconds(String of) {
        return count("sync.gateway." + of + ".latency.seconds.sum");
    }

    @Test
    void countsEachDeliveryWithItsLatencies() {
        StreamFixture.Client one = fixture.new Client().listen(null);
        StreamFixture.Client other = fixture.new Client().listen(null);
        append("a", Duration.ofMillis(300), Duration.ofMillis(200));
        append("b", Duration.ofMillis(100), Duration.ZERO);
        one.drain();
        other.drain();
        one.report();
        other.report();

        assertThat(json("sync.gateway.deliveries")).isEqualTo(4);
        assertThat(latencies("delivery")).isEqualTo(4);
        assertThat(seconds("delivery")).isEqualTo(2 * (0.3 + 0.1));
        assertThat(latencies("end.to.end")).isEqualTo(4);
        assertThat(seconds("end.to.end")).isEqualTo(2 * (0.5 + 0.1));
    }

    @Test
    void countsTheBytesOfGreetingsToo() {
        StreamFixture.Client client = fixture.new Client().listen(null);
        double greeting = json("sync.gateway.sent.bytes");
        append("a", Duration.ZERO, Duration.ZERO);
        client.drain();
        client.report();

        assertThat(greeting).isPositive();
        assertThat(json("sync.gateway.sent.bytes"))
                .isEqualTo(greeting + StreamFixture.event("a").json().length);
        assertThat(fixture.meters
                        .get("sync.gateway.sent.bytes")
                        .tag("protocol", "stomp")
                        .functionCounter()
                        .count())
                .isZero();
    }

    @Test
    void whatAClientHasMissedCountsAsReplayedAndHasNoLatency() {
        append("a", Duration.ZERO, Duration.ZERO);
        append("b", Duration.ZERO, Duration.ZERO);
        fixture.clock.pass(Duration.ofMinutes(2));
        StreamFixture.Client client = fixture.new Client().listen("a");
        client.report();

        assertThat(count("sync.gateway.replayed.events")).isEqualTo(1);
        assertThat(json("sync.gateway.deliveries")).isEqualTo(1);
        assertThat(latencies("delivery")).isZero();

        append("c", Duration.ZERO, Duration.ZERO);
        client.drain();
        client.report();

        assertThat(count("sync.gateway.replayed.events")).isEqualTo(1);
        assertThat(latencies("delivery")).isEqualTo(1);
    }

    @Test
    void aSessionThatLagsCountsWithItsLag() {
        StreamFixture.Client client = fixture.new Client().listen(null);
        client.stuck = true;
        append("a", Duration.ZERO, Duration.ZERO);
        client.drain();
        client.report();
        append("b", Duration.ZERO, Duration.ZERO);
        fixture.clock.pass(Duration.ofSeconds(3));
        client.stuck = false;
        client.underWay.remove().run();
        client.drain();
        client.report();

        assertThat(seconds("delivery")).isEqualTo(3);
    }

    @Test
    void aSocketThatTakesAPartCountsThatPart() {
        StreamFixture.Client client = fixture.new Client().listen(null);
        client.socketSpace = 1;
        append("a", Duration.ZERO, Duration.ZERO);
        append("b", Duration.ZERO, Duration.ZERO);
        client.drain();

        assertThat(json("sync.gateway.deliveries")).isEqualTo(1);
        assertThat(latencies("delivery")).isEqualTo(1);
    }

    @Test
    void oneWrongClockSpoilsNoLatency() {
        StreamFixture.Client client = fixture.new Client().listen(null);
        append("future", Duration.ofMillis(10), Duration.ofDays(-3_650));
        append("old", Duration.ofMillis(10), Duration.ofDays(3_650));
        client.drain();
        client.report();

        assertThat(latencies("end.to.end")).isEqualTo(2);
        assertThat(seconds("end.to.end")).isEqualTo(0.02).isEqualTo(seconds("delivery"));
    }

    @Test
    void countsManySessionsOfOneBatchTogether() {
        Batch batch = new Batch(fixture.stream.deliveries().ofThread());
        for (int i = 0; i < 150; i++) {
            fixture.new Client().listen(null);
        }
        append("a", Duration.ZERO, Duration.ZERO);

        fixture.clients.forEach(client -> client.subscriber.drain(batch));

        assertThat(latencies("delivery")).isEqualTo(128);
        batch.clear();
        assertThat(latencies("delivery")).isEqualTo(150);
        assertThat(json("sync.gateway.deliveries")).isEqualTo(150);
    }
}
