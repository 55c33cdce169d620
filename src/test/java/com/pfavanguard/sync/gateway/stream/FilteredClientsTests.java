package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that hear only some events cost nothing while they hear none, and come back like others. */
class FilteredClientsTests {

    private final StreamFixture fixture = StreamFixture.ready();

    private static EventFilter failures() {
        try {
            return EventFilter.parse("SYNC_FAILED", null);
        } catch (InvalidFilterException e) {
            throw new AssertionError(e);
        }
    }

    private void queued(StreamFixture stream, String... eventIds) {
        for (String eventId : eventIds) {
            stream.append(eventId, SyncEventType.SYNC_QUEUED, "PFA-1");
        }
    }

    private void failed(StreamFixture stream, String eventId) {
        stream.append(eventId, SyncEventType.SYNC_FAILED, "PFA-1");
    }

    @Test
    void hearOnlyWhatTheyAskedFor() {
        Client client = fixture.new Client().listen(null, failures());
        client.news();

        queued(fixture, "a");
        failed(fixture, "b");
        queued(fixture, "c");
        failed(fixture, "d");

        assertThat(client.ids()).containsExactly("b", "d");
        assertThat(client.messagesPerWrite).containsExactly(1, 2);
    }

    @Test
    void areNotWrittenToForOtherEventsAndHoldNoneOfThem() {
        StreamFixture small = StreamFixture.ready(StreamFixture.MEMORY_FOR_TWO);
        Client client = small.new Client().listen(null, failures());
        client.news();
        client.messagesPerWrite.clear();

        // Evicted and dropped behind its back, which an unfiltered client would be told.
        for (String eventId : List.of("aaaa", "bbbb", "cccc", "dddd")) {
            queued(small, eventId);
            client.drain();
        }
        small.stream.sweep();
        small.stream.sweep();
        client.drain();
        assertThat(client.messagesPerWrite).isEmpty();

        failed(small, "eeee");
        assertThat(client.ids()).containsExactly("eeee");
    }

    @Test
    void comeBackBehindEventsThatWereNotForThem() {
        failed(fixture, "a");
        queued(fixture, "b", "c");
        failed(fixture, "d");

        Client client = fixture.new Client().listen("a", failures());

        assertThat(client.news()).first().asString().contains("\"recovered\":true");
        assertThat(fixture.new Client().listen("b", failures()).ids()).containsExactly("b", "d");
    }

    @Test
    void missEventsOnlyIfOneOfTheirsHasGone() {
        StreamFixture small = StreamFixture.ready(StreamFixture.MEMORY_FOR_TWO);
        Client client = small.new Client().listen(null, failures());
        client.news();
        client.stuck = true;
        failed(small, "aaaa");
        client.drain();
        queued(small, "bbbb");
        failed(small, "cccc");
        queued(small, "dddd", "eeee", "ffff");
        small.stream.sweep();
        small.stream.sweep();
        client.heard.clear();

        client.underWay.remove().run();
        client.stuck = false;

        assertThat(client.news()).singleElement().asString().contains("\"recovered\":false", "ffff");
    }

    @Test
    void areNotSlowBecauseOfEventsThatAreNotForThem() {
        StreamFixture strict = StreamFixture.ready("sync.gateway.max-lag-events=2");
        Client client = strict.new Client().listen(null, failures());
        client.news();
        client.stuck = true;
        failed(strict, "a");
        queued(strict, "b");
        client.drain();
        queued(strict, "c", "d");
        failed(strict, "e");
        queued(strict, "f");
        failed(strict, "g");
        client.drain();
        client.subscriber.checkProgress();
        assertThat(client.closed).isNull();

        failed(strict, "h");
        client.drain();
        assertThat(client.closed).isEqualTo(CloseCode.SLOW);
    }

    @Test
    void areSlowByTheSizeOfWhatIsForThem() {
        int size = StreamFixture.event("a").json().length;
        StreamFixture strict = StreamFixture.ready("sync.gateway.max-lag-size=" + 2 * size + "B");
        Client client = strict.new Client().listen(null, failures());
        client.news();
        client.stuck = true;
        failed(strict, "a");
        client.drain();
        queued(strict, "b");
        failed(strict, "c");
        queued(strict, "d");
        failed(strict, "e");
        client.drain();
        assertThat(client.closed).isNull();

        // What has been handed over counts no more.
        client.underWay.remove().run();
        client.drain();
        failed(strict, "f");
        failed(strict, "g");
        client.drain();
        assertThat(client.closed).isNull();

        failed(strict, "h");
        client.drain();
        assertThat(client.closed).isEqualTo(CloseCode.SLOW);
    }

    @Test
    void areToldTheirPositionBeforeTheLastOneGoes() {
        failed(fixture, "a");
        Client client = fixture.new Client().listen(null, failures());
        client.news();
        queued(fixture, "b");
        client.drain();
        client.subscriber.checkProgress();
        assertThat(client.news()).isEmpty();

        queued(fixture, "c");
        client.drain();
        client.subscriber.checkProgress();

        assertThat(client.news())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"STREAM_POSITION\",\"organizationId\":\"org-rio\",\"timestamp\":")
                .endsWith(",\"eventId\":\"c\"}");
        client.subscriber.checkProgress();
        assertThat(client.news()).isEmpty();
    }

    @Test
    void keepAnEarlierNoticeThatWaits() {
        failed(fixture, "a");
        Client client = fixture.new Client().listen(null, failures());
        client.news();
        queued(fixture, "b", "c");
        client.drain();
        client.subscriber.tell(position -> ("{\"eventId\":\"" + position + "\",\"x\":1}").getBytes());

        client.subscriber.checkProgress();

        assertThat(client.news()).containsExactly("{\"eventId\":\"c\",\"x\":1}");
        client.subscriber.checkProgress();
        assertThat(client.news()).isEmpty();
    }

    @Test
    void withoutAFilterAreNotToldTheirPosition() {
        Client client = fixture.new Client().listen(null);
        queued(fixture, "a", "b", "c", "d", "e", "f", "g");
        client.news();

        client.subscriber.checkProgress();

        assertThat(client.news()).isEmpty();
    }

    @Test
    void listAHundredRecordsInAllTheirSubscriptions() throws InvalidFilterException {
        Client client = fixture.new Client().listen(null, EventFilter.parse(null, "PFA-1,PFA-2"));

        String ids = "PFA-0".concat(",PFA-1".repeat(3));
        for (int i = 2; i < 98; i++) {
            ids += ",PFA-" + i;
        }
        assertThat(client.subscriber.isTooMuch(EventFilter.parse(null, ids))).isFalse();
        assertThat(client.subscriber.isTooMuch(EventFilter.parse(null, ids + ",PFA-98")))
                .isTrue();
    }
}
