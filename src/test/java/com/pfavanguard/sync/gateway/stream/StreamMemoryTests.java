package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Bounds the memory that producers and clients can make the stream use; clients are told of events it no longer
 * holds.
 */
class StreamMemoryTests {

    private static final OrganizationId OSLO = new OrganizationId("org-oslo");

    private final StreamFixture small = StreamFixture.ready(StreamFixture.MEMORY_FOR_TWO);

    private Client client(String position) {
        return small.new Client().listen(position);
    }

    private void appendAll(String... eventIds) {
        for (String eventId : eventIds) {
            small.append(eventId);
        }
    }

    private void sweepTwice() {
        small.stream.sweep();
        small.stream.sweep();
    }

    @Test
    void anEventCountsWithTheObjectsItConsistsOf() {
        small.append("aaaa");

        assertThat(small.stream.history().bytes())
                .isEqualTo(HistoryLimits.ROOM_BYTES + StreamEvent.footprint(StreamFixture.event("aaaa")));
        assertThat(StreamEvent.footprint(StreamFixture.event("aaaa"))).isGreaterThan(260);
    }

    @Test
    void aSessionHoldsNothingThatTheHistoryHasLetGoForLong() {
        Client behind = client(null);
        behind.news();
        StreamEvent cursor =
                small.stream.history().rooms().find(StreamFixture.RIO).tail();

        appendAll("aaaa", "bbbb", "cccc", "dddd");
        assertThat(cursor.next().json()).isNotNull(); // a session may be about to write it
        sweepTwice();

        assertThat(cursor.next().json()).isNull();
        assertThat(small.stream.history().bytes())
                .isEqualTo(HistoryLimits.ROOM_BYTES + 2 * StreamEvent.footprint(StreamFixture.event("aaaa")));
    }

    @Test
    void whoseNextEventHasGoneIsToldAndGoesOn() {
        Client behind = client(null);
        behind.news();
        appendAll("aaaa", "bbbb", "cccc", "dddd");
        sweepTwice();

        assertThat(behind.news()).singleElement().asString().contains("\"recovered\":false", "dddd");
        appendAll("eeee");
        assertThat(behind.ids()).containsExactly("eeee");
        assertThat(behind.closed).isNull();
    }

    @Test
    void whatIsLeavingIsBoundedBetweenTheSweepsToo() {
        Client behind = client(null);
        behind.news();
        long mostEvicted = new HistoryLimits(1, 1, StreamFixture.RETENTION).evictedBytes();

        for (int i = 0; i < 10_000; i++) {
            small.append("e-" + i);
        }

        assertThat(small.stream.history().bytes())
                .isLessThanOrEqualTo(mostEvicted
                        + HistoryLimits.ROOM_BYTES
                        + 2 * StreamEvent.footprint(StreamFixture.event("aaaa")));
        assertThat(behind.news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void moreOfThePastThanThereIsMemoryForIsReadWithoutHoldingIt() {
        Client live = client(null);
        small.append("aaaa");
        live.news();
        String moment = small.new Client(OSLO).listen(null).ids().get(0);
        small.clock.pass(Duration.ofMinutes(2));

        small.stream.beginReplay();
        appendAll("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg", "hhhh", "iiii");
        small.append(OSLO, "oooo");
        assertThat(small.stream.history().bytes()).isLessThan(HistoryLimits.ROOM_BYTES + 4 * 300);
        small.stream.endReplay(HistoryLoss.NONE);

        // The connected client is told of the gap; no position from before it is valid, of whatever kind.
        assertThat(live.news().get(0)).contains("\"recovered\":false");
        assertThat(client("aaaa").news().get(0)).contains("\"recovered\":false");
        assertThat(client("bbbb").news().get(0)).contains("\"recovered\":false");
        assertThat(small.new Client(OSLO).listen(moment).news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void whatWasDroppedWhileThePastWasReadLeavesNoHoleAmongOtherPriorities() {
        small.stream.beginReplay();
        for (int i = 2; i < 20; i++) {
            small.append("id-" + i, 4, i);
        }
        small.append("id-1", 0, 1);
        small.stream.endReplay(HistoryLoss.NONE);

        assertThat(client("id-1").news().get(0)).contains("\"recovered\":false");
        assertThat(client("id-19").news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void roomsOfInventedOrganizationsAreBounded() {
        StreamFixture usual = StreamFixture.ready("sync.gateway.history-bytes=1MB");
        int most = new HistoryLimits(1, 1024 * 1024, StreamFixture.RETENTION).emptyRooms();
        String moment = usual.new Client().listen(null).ids().get(0);
        usual.clock.pass(Duration.ofMinutes(5));

        for (int i = 0; i < 1_000; i++) {
            usual.append(new OrganizationId("invented-" + i), "e-" + i);
        }

        assertThat(usual.stream.history().rooms().count()).isLessThan(most + StreamFixture.SIZE + 5);
        // The gateway no longer knows what these rooms evicted, so it refuses positions from before.
        Client back = usual.new Client(new OrganizationId("invented-1")).listen(moment);
        assertThat(back.news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aRoomThatNeverHeldAnythingGoesWithItsLastClient() {
        int before = small.stream.history().rooms().count();
        for (int i = 0; i < 100; i++) {
            Client visitor = small.new Client(new OrganizationId("invented-" + i));
            small.stream.leave(visitor.subscriber);
        }

        assertThat(small.stream.history().rooms().count()).isEqualTo(before);
    }

    @Test
    void anEmptyRoomIsKeptForADayAndASubscribedOneForLonger() {
        Client listening = client(null);
        small.append(OSLO, "oooo");
        small.append("aaaa");
        small.clock.pass(Duration.ofHours(25));

        small.stream.sweep();

        assertThat(small.stream.history().rooms().find(OSLO)).isNull();
        small.append("bbbb");
        assertThat(listening.ids()).endsWith("bbbb");
    }
}
