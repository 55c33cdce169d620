package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come from another gateway, which may have read the broker further than this one. */
class UnknownPositionsTests {

    private static final String NOT_RECOVERED = "\"recovered\":false";
    private static final String RECOVERED = "\"recovered\":true";

    private final StreamFixture fixture = StreamFixture.ready();

    @BeforeEach
    void markersAreUnderWay() {
        fixture.markersReturn = false;
        fixture.append("a");
        fixture.clock.pass(Duration.ofMillis(1));
    }

    private Client client(String position) {
        return fixture.new Client().listen(position);
    }

    @Test
    void aPositionThatComesAMomentLaterIsRecovered() {
        Client client = client("b");
        assertThat(client.news()).isEmpty();

        fixture.append("b");
        fixture.append("c");

        var news = client.news();
        assertThat(news.get(0)).contains(RECOVERED);
        assertThat(news).hasSize(2).last().asString().contains("\"c\"");
    }

    @Test
    void aPositionThatIsUnknownWhenAllHasBeenReadIsNotRecovered() {
        Client client = client("gone");
        assertThat(client.news()).isEmpty();

        fixture.markerReturns();

        assertThat(client.news()).singleElement().asString().contains(NOT_RECOVERED);
    }

    @Test
    void aMarkerFromBeforeTheClientCameDecidesNothing() {
        long before = fixture.time.nanos() - 1;
        Client client = client("b");
        assertThat(client.news()).isEmpty();

        fixture.stream.markerRead(before);

        assertThat(client.news()).isEmpty();
        assertThat(fixture.markersWanted).as("another marker").allMatch(since -> since > before);
        fixture.append("b");
        assertThat(client.news()).singleElement().asString().contains(RECOVERED);
    }

    @Test
    void oneMarkerIsEnoughForAllThatWait() {
        Client first = client("gone");
        Client second = client("gone-too");

        fixture.markerReturns();

        assertThat(first.news()).singleElement().asString().contains(NOT_RECOVERED);
        assertThat(second.news()).singleElement().asString().contains(NOT_RECOVERED);
        assertThat(fixture.markersWanted).isEmpty();
    }

    @Test
    void withoutAMarkerTheWaitEndsAfterSomeSeconds() {
        Client client = client("gone");
        fixture.clock.pass(UnknownPositions.LONGEST_WAIT);
        fixture.stream.sweep();
        assertThat(client.news()).isEmpty();

        fixture.clock.pass(Duration.ofMillis(1));
        fixture.stream.sweep();

        assertThat(client.news()).singleElement().asString().contains(NOT_RECOVERED);
    }

    @Test
    void otherSessionsDoNotWait() {
        Client waiting = client("b");
        Client known = client("a");
        Client newcomer = client(null);

        fixture.append("c");

        assertThat(known.news()).hasSize(2).first().asString().contains(RECOVERED);
        assertThat(newcomer.news()).hasSize(2);
        assertThat(waiting.news()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not an event id", "t-1", "t-1772614000000"})
    void aPositionThatCannotComeIsDecidedAtOnce(String position) {
        assertThat(client(position).news()).singleElement().asString().contains(NOT_RECOVERED);

        assertThat(fixture.markersWanted).isEmpty();
    }

    @Test
    void aPositionFromAnOutageIsRecoveredWhenTheLinkIsBack() {
        fixture.stream.linkDown();
        Client client = client("b");
        fixture.clock.pass(Duration.ofSeconds(3));
        assertThat(client.news()).isEmpty();

        fixture.replay("a", "b", "c");

        var news = client.news();
        assertThat(news.get(0)).contains(RECOVERED);
        assertThat(news).hasSize(2).last().asString().contains("\"c\"");
    }

    @Test
    void aMomentOfAGatewayThatIsAheadIsRecoveredWhenTheLinkIsBack() {
        fixture.stream.linkDown();
        fixture.clock.pass(Duration.ofMinutes(3));
        Client client = client("t-" + fixture.clock.millis());
        assertThat(client.news()).isEmpty();

        fixture.replay("a");

        assertThat(client.news()).singleElement().asString().contains(RECOVERED);
    }

    @Test
    void anOrganizationThatMakesPositionsUpUsesUpItsOwnMarkersOnly() {
        OrganizationId oslo = new OrganizationId("org-oslo");
        int caused = 0;
        for (int i = 0; i < 20; i++) {
            client("made-up-" + i);
            caused += fixture.markersWanted.size();
            fixture.markerReturns();
            fixture.clock.pass(Duration.ofMillis(1));
        }
        assertThat(caused).isEqualTo(UnknownPositions.OF_ONE_AT_ONCE);

        Client bad = client("made-up");
        assertThat(fixture.markersWanted).isEmpty();
        Client good = fixture.new Client(oslo).listen("gone");
        assertThat(fixture.markersWanted).hasSize(1);
        fixture.markerReturns();
        assertThat(good.news()).singleElement().asString().contains(NOT_RECOVERED);
        assertThat(bad.news())
                .as("answered by the other's")
                .singleElement()
                .asString()
                .contains(NOT_RECOVERED);

        fixture.clock.pass(UnknownPositions.OF_ONE_EVERY);
        client("made-up-later");
        assertThat(fixture.markersWanted).hasSize(1);
    }

    @Test
    void whoWaitsIsToldOfAnInterruption() {
        fixture.stream.linkDown();
        Client client = client("b");

        fixture.stream.interrupted(fixture.clock.instant());

        assertThat(client.news()).singleElement().asString().contains("STREAM_INTERRUPTED");
    }

    @Test
    void whoLeavesWhileWaitingHearsNothing() {
        Client client = client("b");

        fixture.stream.leave(client.subscriber);
        fixture.append("b");

        assertThat(client.news()).isEmpty();
    }
}
