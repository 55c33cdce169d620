package com.pfavanguard.sync.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.ExampleEvents;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What clients are told of the stream itself: that it is interrupted, and that it goes on. */
class StreamNoticesTests {

    private static final String INTERRUPTED = "\"type\":\"STREAM_INTERRUPTED\"";
    private static final String RESTORED = "\"type\":\"STREAM_RESTORED\"";

    private final StreamFixture fixture = StreamFixture.ready();

    private static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }

    private void interrupt() {
        fixture.stream.linkDown();
        fixture.stream.interrupted(fixture.clock.instant());
    }

    private void restore(String... eventIds) {
        fixture.replay(eventIds);
        fixture.stream.restored();
    }

    @Test
    void theyAreThoseOfTheContract() {
        byte[] interrupted = StreamNotices.interrupted(
                ExampleEvents.ORG_ANDES,
                new Interruption(Instant.parse("2026-03-04T09:18:00Z")),
                "2a7f4c81-d5e6-4b39-8c0a-e94b1f6d3758",
                at("2026-03-04T09:18:30.400Z"));
        byte[] restored = StreamNotices.restored(
                ExampleEvents.ORG_ANDES, true, "6b1d2f97-c840-4e5a-93f7-0a8e4c6d1b35", at("2026-03-04T09:21:18Z"));
        byte[] position = StreamNotices.position(
                ExampleEvents.ORG_ANDES, "6b1d2f97-c840-4e5a-93f7-0a8e4c6d1b35", at("2026-03-04T09:26:00.400Z"));

        assertThat(new String(interrupted, UTF_8))
                .isEqualToIgnoringNewLines(new String(ExampleEvents.file("stream-interrupted"), UTF_8));
        assertThat(new String(restored, UTF_8))
                .isEqualToIgnoringNewLines(new String(ExampleEvents.file("stream-restored"), UTF_8));
        assertThat(new String(position, UTF_8))
                .isEqualToIgnoringNewLines(new String(ExampleEvents.file("stream-position"), UTF_8));
    }

    @Test
    void eachClientIsToldOnceAndAgainAfterWhatItMissed() {
        fixture.append("a");
        Client client = fixture.new Client().listen(null);
        client.news();

        interrupt();
        assertThat(client.news()).singleElement().asString().contains(INTERRUPTED, "\"eventId\":\"a\"");
        assertThat(client.news()).isEmpty();

        restore("a", "b", "c");
        assertThat(client.news())
                .satisfiesExactly(
                        event -> assertThat(event).contains("\"eventId\":\"b\""),
                        event -> assertThat(event).contains("\"eventId\":\"c\""),
                        notice -> assertThat(notice).contains(RESTORED, "\"recovered\":true", "\"eventId\":\"c\""));
        assertThat(client.news()).isEmpty();
    }

    @Test
    void aNewcomerIsToldAfterItsGreeting() {
        fixture.append("a");
        fixture.append("b");
        interrupt();

        assertThat(fixture.new Client().listen("a").news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("CONNECTED", "\"recovered\":true"),
                        event -> assertThat(event).contains("\"eventId\":\"b\""),
                        notice -> assertThat(notice).contains(INTERRUPTED, "\"eventId\":\"b\""));
    }

    @Test
    void aGapInBetweenIsToldByAGreetingAndInTheNotice() {
        Client client = fixture.new Client().listen(null);
        interrupt();
        client.news();

        fixture.replay(HistoryLoss.ANYWHERE);
        fixture.stream.restored();

        assertThat(client.news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("CONNECTED", "\"recovered\":false"),
                        notice -> assertThat(notice).contains(RESTORED, "\"recovered\":false"));
    }

    @Test
    void anInterruptionThatEndsBeforeASlowClientReadsIsNotToldLate() {
        Client slow = fixture.new Client().listen(null);
        slow.news();
        slow.stuck = true;
        fixture.append("a");
        slow.drain();

        interrupt();
        restore("a");
        slow.underWay.remove().run();

        assertThat(slow.ids()).containsExactly("a");
    }

    /** A position that no gateway knows leads to {@code recovered: false}; none at all would lead to silence. */
    @Test
    void aGatewayThatNeverHadABrokerDoesNotKeepSilent() {
        StreamFixture noBroker = new StreamFixture();
        Client newcomer = noBroker.new Client().listen(null);
        Client returning = noBroker.new Client().listen("a");
        noBroker.stream.interrupted(noBroker.clock.instant());

        assertThat(newcomer.news()).singleElement().asString().contains(INTERRUPTED);
        assertThat(returning.ids()).containsExactly("a");

        noBroker.replay("a", "b");
        noBroker.stream.restored();
        noBroker.clock.pass(Duration.ofMillis(1));

        assertThat(newcomer.news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("CONNECTED").doesNotContain("recovered"),
                        notice -> assertThat(notice).contains(RESTORED, "\"recovered\":true"));
        assertThat(returning.news())
                .satisfiesExactly(
                        greeting -> assertThat(greeting).contains("CONNECTED", "\"recovered\":true"),
                        event -> assertThat(event).contains("\"eventId\":\"b\""),
                        notice -> assertThat(notice).contains(RESTORED, "\"recovered\":true"));
    }
}
