package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamTests {

    private final StreamFixture fixture = StreamFixture.ready();

    private Client client(String position) {
        return fixture.new Client().listen(position);
    }

    private void append(String... eventIds) {
        for (String eventId : eventIds) {
            fixture.append(eventId);
        }
    }

    @Test
    void aNewcomerIsGreetedAndHearsWhatComesNext() {
        append("a");
        Client client = client(null);

        append("b", "c");

        assertThat(client.ids()).containsExactly("a", "b", "c"); // the greeting's position is the newest event
    }

    @Test
    void anEventIsTakenOnce() {
        Client client = client(null);

        assertThat(fixture.append("a")).isTrue();
        assertThat(fixture.append("a")).isFalse();

        assertThat(client.ids()).hasSize(2).endsWith("a");
    }

    @Test
    void whoComesBackGetsWhatWasMissed() {
        append("a", "b", "c");

        assertThat(client("a").news().get(0)).contains("\"recovered\":true");
        assertThat(client("a").ids()).containsExactly("a", "b", "c");
        assertThat(client("c").ids()).containsExactly("c");
    }

    @Test
    void aPositionThatWasPushedOutIsNotRecovered() {
        append("a", "b", "c", "d", "e", "f", "g"); // at most five are held: a and b are gone

        assertThat(client("a").news()).singleElement().asString().contains("\"recovered\":false");
        // b is gone, but all that came after it is here.
        assertThat(client("b").ids()).containsExactly("b", "c", "d", "e", "f", "g");
        assertThat(client("c").ids()).containsExactly("c", "d", "e", "f", "g");
    }

    @Test
    void historyIsBoundedInBytesToo() {
        StreamFixture small = StreamFixture.ready(StreamFixture.MEMORY_FOR_TWO);

        small.append("aaaa");
        small.append("bbbb");
        small.append("cccc");
        small.append("dddd");

        assertThat(small.stream.history().size()).isEqualTo(2);
        assertThat(small.new Client().listen("aaaa").news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void whatIsTooOldIsLetGo() {
        append("a");
        fixture.clock.pass(Duration.ofMinutes(13));
        append("b");

        fixture.stream.sweep();

        assertThat(fixture.stream.history().size()).isEqualTo(1);
        assertThat(client("a").ids()).containsExactly("a", "b");
    }

    @Test
    void whoHeardNothingYetComesBackByTheMoment() {
        String moment = client(null).ids().get(0);
        fixture.clock.pass(Duration.ofMinutes(2));
        append("a", "b");

        Client back = client(moment);

        assertThat(moment).startsWith("t-");
        assertThat(back.news().get(0)).contains("\"recovered\":true");
        append("c");
        assertThat(back.ids()).containsExactly("c");
        assertThat(client(moment).ids()).containsExactly(moment, "a", "b", "c");
    }

    @Test
    void aMomentIsRefusedOnceSomethingSinceThenHasGone() {
        String moment = client(null).ids().get(0);
        fixture.clock.pass(Duration.ofMinutes(2));
        append("a", "b", "c", "d", "e", "f");

        assertThat(client(moment).news()).singleElement().asString().contains("\"recovered\":false");
    }

    @Test
    void aMomentBeforeThisGatewaysTimeIsRefused() {
        long tooEarly = fixture.clock.millis() - Duration.ofMinutes(20).toMillis();

        assertThat(client("t-" + tooEarly).news().get(0)).contains("\"recovered\":false");
        assertThat(client("t-99999999999999999999").news().get(0)).contains("\"recovered\":false");
        assertThat(client("").news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aMomentInTheFutureIsNobodys() {
        assertThat(client("t-999999999999999").news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aMomentGivenWhileTheLinkIsDownIsTheLastOneKnown() {
        fixture.stream.linkDown();
        fixture.clock.pass(Duration.ofMinutes(3));
        String moment = client(null).ids().get(0);
        fixture.stream.beginReplay();
        fixture.clock.pass(Duration.ofMinutes(-2));
        append("a"); // reached the broker two minutes before the newcomer came
        fixture.clock.pass(Duration.ofMinutes(2));
        fixture.stream.endReplay(HistoryLoss.NONE);

        assertThat(client(moment).ids()).containsExactly(moment, "a");
    }

    @Test
    void whatMemoryLetGoIsNotTakenForNewWhenTheBrokerStillHasIt() {
        StreamFixture small = StreamFixture.ready(StreamFixture.MEMORY_FOR_TWO);
        Client client = small.new Client().listen(null);
        for (String id : new String[] {"aaaa", "bbbb", "cccc"}) {
            small.append(id);
        }
        client.news();

        small.replay("aaaa", "bbbb", "cccc", "dddd");

        assertThat(client.ids()).containsExactly("dddd");
    }

    @Test
    void aPastOfMixedPrioritiesIsPutBackInTheOrderItCame() {
        StreamFixture starting = new StreamFixture();
        starting.stream.beginReplay();
        starting.append("urgent", 9, 2);
        starting.append("first", 4, 1);
        starting.append("third", 4, 3);

        starting.stream.endReplay(HistoryLoss.NONE);

        assertThat(starting.new Client().listen("first").ids()).containsExactly("first", "urgent", "third");
    }

    @Test
    void oneSessionThatFailsIsClosedAndTheOthersAreServed() {
        Client broken = fixture.new Client() {
            @Override
            public int write(Messages messages, long now, Runnable whenReady) {
                throw new IllegalStateException("out of order");
            }
        };
        broken.subscriber.subscribe(null, StreamFixture.Json.PLAIN, SubscriptionOptions.LIVE);
        Client healthy = fixture.new Client();
        healthy.subscriber.subscribe(null, StreamFixture.Json.PLAIN, SubscriptionOptions.LIVE);
        fixture.stream.start();

        append("a");

        Awaitility.await().until(() -> healthy.heard.stream().anyMatch(json -> json.contains("\"a\"")));
        Awaitility.await().until(() -> broken.closed == CloseCode.SERVER_ERROR);
        fixture.stream.stop();
    }

    @Test
    void aStreamCanBeStoppedAndStartedAgain() {
        fixture.stream.start();
        fixture.stream.stop();
        fixture.stream.start();
        Client client = fixture.new Client();
        client.subscriber.subscribe(null, StreamFixture.Json.PLAIN, SubscriptionOptions.LIVE);

        append("a");

        Awaitility.await()
                .until(() -> client.heard.size() == 2 || client.heard.toString().contains("\"a\""));
        fixture.stream.stop();
    }

    @Test
    void whoHasNothingElseToDoServesAFewClientsItself() {
        List<Client> clients = clients(RoomShare.FEW);
        fixture.stream.start();

        // Once the other threads sleep.
        Awaitility.await().untilAsserted(() -> {
            fixture.appendAlone(EventId.random().value());
            assertThat(clients).allMatch(client -> client.writer == Thread.currentThread());
        });
        fixture.stream.stop();
    }

    @ParameterizedTest
    @CsvSource({"4, false", "129, true"})
    void otherThreadsServeManyClientsAndWhatComesInARow(int number, boolean alone) {
        List<Client> clients = clients(number);
        fixture.stream.start();

        for (int i = 0; i < 10; i++) {
            String eventId = "event-" + i;
            if (alone) {
                fixture.appendAlone(eventId);
            } else {
                append(eventId);
            }
            Awaitility.await()
                    .until(() -> clients.stream()
                            .allMatch(client -> client.heard.toString().contains(eventId + '"')));
        }

        assertThat(clients).noneMatch(client -> client.writer == Thread.currentThread());
        fixture.stream.stop();
    }

    private List<Client> clients(int number) {
        return Stream.generate(() -> fixture.new Client().listen(null))
                .limit(number)
                .peek(Client::news)
                .peek(client -> client.writer = null)
                .toList();
    }

    @Test
    void nobodyIsGreetedBeforeThePastIsKnown() {
        StreamFixture starting = new StreamFixture();
        Client client = starting.new Client().listen(null);
        Client back = starting.new Client().listen("b");
        assertThat(client.news()).isEmpty();

        starting.replay("a", "b", "c");

        assertThat(client.ids()).containsExactly("c");
        assertThat(back.ids()).containsExactly("b", "c");
    }

    @Test
    void readingThePastAgainAddsOnlyWhatIsNew() {
        append("a", "b");
        Client client = client("a");
        client.news();

        fixture.replay("a", "b", "c");

        assertThat(client.ids()).containsExactly("c");
    }

    @Test
    void aPastThatDoesNotHoldWhatWeHadIsAGap() {
        append("a", "b");
        Client client = client("b");
        client.news();

        fixture.replay("x", "y");

        var news = client.news();
        assertThat(news.get(0)).contains("CONNECTED").contains("\"recovered\":false");
        assertThat(news.stream().skip(1).map(StreamFixture::id)).containsExactly("x", "y");
        assertThat(client("b").news().get(0)).contains("\"recovered\":false");
        assertThat(client("x").ids()).containsExactly("x", "y");
    }

    @Test
    void whatCameBeforeAGapIsNotTakenForNewWhenItIsReadAgain() {
        append("a", "b");
        Client client = client("b");
        fixture.replay("x");
        client.news();

        fixture.replay("a", "b", "x", "y");

        assertThat(client.ids()).containsExactly("y");
        assertThat(client("a").news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aDoubleWithinThePastCountsOnce() {
        StreamFixture starting = new StreamFixture();
        starting.stream.beginReplay();

        assertThat(starting.append("a")).isTrue();
        assertThat(starting.append("a")).isFalse();
        starting.stream.endReplay(HistoryLoss.NONE);

        assertThat(starting.stream.history().size()).isEqualTo(1);
    }

    @Test
    void aPastThatWasFullOfOtherThingsReachesBackNoFurtherThanItsOldest() {
        StreamFixture starting = new StreamFixture();
        String moment = "t-" + starting.clock.millis();
        starting.clock.pass(Duration.ofMinutes(3));
        starting.stream.beginReplay();
        for (int i = 0; i < StreamFixture.SIZE; i++) {
            starting.stream.noteRead(starting.clock.instant(), 1_000 + i); // markers and messages that are no events
        }

        starting.stream.endReplay(HistoryLoss.NONE);

        assertThat(starting.new Client().listen(moment).news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aLinkThatWasDownLongerThanEventsAreKeptIsAGap() {
        append("a");
        Client client = client("a");
        client.news();
        fixture.stream.beginReplay();
        fixture.append("a");
        fixture.clock.pass(Duration.ofMinutes(11));

        fixture.stream.endReplay(HistoryLoss.NONE);

        assertThat(client.news()).singleElement().asString().contains("\"recovered\":false");
    }

    @Test
    void oneWriteAtATimeAndTheRestInOneGo() {
        Client client = client(null);
        client.stuck = true;
        append("a");
        client.drain();
        append("b", "c", "d");
        client.drain();
        assertThat(client.ids()).hasSize(2).endsWith("a");

        client.stuck = false;
        client.underWay.remove().run();
        client.drain();

        assertThat(client.ids()).containsExactly("b", "c", "d");
        assertThat(client.messagesPerWrite).containsExactly(1, 1, 3);
    }

    @Test
    void whatAFullSocketDidNotTakeIsWrittenLater() {
        append("a", "b", "c", "d");
        Client client = client("a");
        client.news();
        int event = StreamFixture.event("e").json().length;
        client.stuck = true;
        append("e");
        client.drain();
        append("f", "g", "h");

        client.socketSpace = event + 3; // f, and a piece of g, whose rest the sink writes later
        client.stuck = false;
        client.underWay.remove().run();
        client.drain();
        assertThat(client.ids()).containsExactly("e", "f", "g");

        client.socketSpace = 0; // the sink keeps h and writes it later
        client.underWay.remove().run();
        client.drain();
        assertThat(client.ids()).containsExactly("h");
        assertThat(client.underWay).hasSize(1);
    }

    @Test
    void sessionsAtTheSameLinkGetTheSameMessages() {
        Client first = client(null);
        Client second = client(null);
        Client away = client("nowhere");
        first.news();
        second.news();
        away.news();
        first.stuck = true;
        append("a", "b");
        first.drain();
        append("c");

        assertThat(second.ids()).containsExactly("a", "b", "c");
        assertThat(first.ids()).containsExactly("a", "b");
        assertThat(away.ids()).containsExactly("a", "b", "c");
    }

    @Test
    void whoLagsTooFarBehindIsClosed() {
        StreamFixture strict = StreamFixture.ready("sync.gateway.max-lag-events=2");
        Client client = strict.new Client().listen(null);
        client.stuck = true;
        for (String id : new String[] {"a", "b", "c"}) {
            strict.append(id);
            client.drain();
        }
        assertThat(client.closed).isNull();

        strict.append("d");
        client.drain();

        assertThat(client.closed).isEqualTo(CloseCode.SLOW);
    }

    @Test
    void whoComesBackFromFarBehindIsNotSlow() {
        StreamFixture strict = StreamFixture.ready("sync.gateway.max-lag-events=2");
        for (String id : new String[] {"a", "b", "c", "d", "e"}) {
            strict.append(id);
        }
        Client client = strict.new Client();
        client.stuck = true;

        client.listen("a");
        client.underWay.remove().run(); // the greeting is written
        client.drain();

        assertThat(client.closed).isNull();
        assertThat(client.ids()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void nothingLeavesAfterLeaving() {
        Client client = client(null);
        client.news();

        fixture.stream.leave(client.subscriber);
        append("a");

        assertThat(client.news()).isEmpty();
    }

    @Test
    void emptyRoomsAreForgottenAfterADay() {
        Client client = client(null);
        append("a");
        fixture.stream.leave(client.subscriber);

        fixture.clock.pass(Duration.ofMinutes(20));
        fixture.stream.sweep();
        assertThat(fixture.stream.history().rooms().count()).isEqualTo(1);

        String moment = "t-" + (fixture.clock.millis() - Duration.ofMinutes(30).toMillis());
        fixture.clock.pass(Duration.ofHours(25));
        fixture.stream.sweep();
        assertThat(fixture.stream.history().rooms().count()).isZero();
        assertThat(client(moment).news().get(0)).contains("\"recovered\":false");
    }

    private static final String DATA = "0123abcd";
    private static final String OTHER_DATA = "4567cdef";

    @Test
    void whoIsConnectedIsToldOfAGapAndWhatCameBeforeItIsForgotten() {
        append("a", "b");
        Client client = client("b");
        client.news();

        fixture.markGapHere();
        append("c");

        var news = client.news();
        assertThat(news.get(0)).contains("CONNECTED").contains("\"recovered\":false");
        assertThat(news.stream().skip(1).map(StreamFixture::id)).containsExactly("c");
        assertThat(client("b").news()).singleElement().asString().contains("\"recovered\":false");
        assertThat(client("c").news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void aMomentFromBeforeAGapIsRefusedInEveryRoom() {
        String moment = client(null).ids().get(0);
        fixture.clock.pass(Duration.ofMinutes(2));
        fixture.markGapHere();
        fixture.clock.pass(Duration.ofMinutes(2));

        assertThat(client(moment).news().get(0)).contains("\"recovered\":false");
        assertThat(client(client(null).ids().get(0)).news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void aGapInThePastInFrontOfWhatWeKnowIsNone() {
        append("a", "b");
        Client client = client("b");
        client.news();
        fixture.stream.beginReplay();
        fixture.markGapHere(); // the ring moved on before b was read again
        append("b", "c");
        fixture.stream.endReplay(HistoryLoss.NONE);

        assertThat(client.ids()).containsExactly("c");
        assertThat(client("a").news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void aGapInThePastBehindWhatWeKnowIsTold() {
        append("a");
        Client client = client("a");
        client.news();
        fixture.stream.beginReplay();
        append("a", "b");
        fixture.markGapHere();
        append("d");
        fixture.stream.endReplay(HistoryLoss.NONE);

        var news = client.news();
        assertThat(news).hasSize(3);
        assertThat(StreamFixture.id(news.get(0))).isEqualTo("b");
        assertThat(news.get(1)).contains("\"recovered\":false");
        assertThat(StreamFixture.id(news.get(2))).isEqualTo("d");
        assertThat(client("b").news()).singleElement().asString().contains("\"recovered\":false");
        assertThat(client("d").news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void aGapDuringTheFirstReadingIsOneForThoseWhoComeBackFromBeforeIt() {
        StreamFixture starting = new StreamFixture();
        starting.stream.beginReplay();
        starting.append("a");
        starting.markGapHere();
        starting.append("b");
        starting.stream.endReplay(HistoryLoss.NONE);

        assertThat(starting.new Client().listen("a").news())
                .singleElement()
                .asString()
                .contains("\"recovered\":false");
        assertThat(starting.new Client().listen("b").news().get(0)).contains("\"recovered\":true");
    }

    @Test
    void theFirstReadingBeginsBehindAGapThatIsFoundLater() {
        StreamFixture starting = new StreamFixture();
        starting.stream.beginReplay();
        starting.append("a");
        starting.clock.pass(Duration.ofMinutes(1));
        String moment = "t-" + starting.clock.millis();
        starting.clock.pass(Duration.ofMinutes(1));
        starting.append("b");
        starting.append("c");

        boolean told = starting.stream.markGap(1);

        starting.stream.endReplay(HistoryLoss.NONE);
        assertThat(told).as("nobody has been greeted yet").isFalse();
        assertThat(starting.new Client().listen("b").ids()).containsExactly("b", "c");
        assertThat(starting.new Client().listen("a").news().get(0)).contains("\"recovered\":false");
        assertThat(starting.new Client().listen(moment).news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aGapAmongWhatWeKnowIsNoneThoughItIsFoundLater() {
        append("a", "b");
        Client client = client("b");
        client.news();
        fixture.stream.beginReplay();
        append("a", "b", "c");
        assertThat(fixture.stream.markGap(1)).isFalse();
        fixture.stream.endReplay(HistoryLoss.NONE);

        assertThat(client.ids()).containsExactly("c");
    }

    @Test
    void aGapAtTheFormerConnectionIsTold() {
        append("a");
        Client client = client("a");
        client.news();
        fixture.stream.beginReplay();
        fixture.stream.markGapBeforeReplay();
        append("a");
        fixture.stream.endReplay(HistoryLoss.NONE);

        assertThat(client.news()).singleElement().asString().contains("\"recovered\":false");
    }

    @Test
    void aMomentFromBeforeAGapAtTheFormerConnectionIsRefusedInRoomsUnknownTillThen() {
        String moment = "t-" + fixture.clock.millis();
        fixture.clock.pass(Duration.ofMinutes(2));
        fixture.stream.beginReplay();
        fixture.stream.markGapBeforeReplay();
        fixture.stream.endReplay(HistoryLoss.NONE);
        fixture.clock.pass(Duration.ofMinutes(2));

        assertThat(client(moment).news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void whatTheBrokerLostMakesAllPositionsBeforeItWorthNothing() {
        StreamFixture starting = new StreamFixture();

        starting.replay(new HistoryLoss(2, 0), "a", "b", "d");

        assertThat(starting.new Client().listen("b").news())
                .singleElement()
                .asString()
                .contains("\"recovered\":false");
        assertThat(starting.new Client().listen("d").news().get(0)).contains("\"recovered\":true");

        StreamFixture damaged = new StreamFixture();
        damaged.replay(HistoryLoss.ANYWHERE, "a", "b", "d");
        assertThat(damaged.new Client().listen("d").news())
                .singleElement()
                .asString()
                .contains("\"recovered\":false");
    }

    @Test
    void otherDataAreAGapForWhoIsConnectedAndMakeTheirMomentsWorthNothing() {
        StreamFixture other = new StreamFixture();
        other.stream.identifyData(DATA);
        other.replay();
        Client client = other.new Client().listen(null);
        String moment = client.ids().get(0);
        assertThat(moment).startsWith("t-" + DATA + "-");
        assertThat(other.new Client().listen(moment).news().get(0)).contains("\"recovered\":true");

        other.stream.beginReplay();
        other.stream.identifyData(OTHER_DATA);
        other.stream.endReplay(HistoryLoss.NONE);

        assertThat(client.news()).singleElement().asString().contains("\"recovered\":false");
        assertThat(other.new Client().listen(moment).news().get(0)).contains("\"recovered\":false");
        // A gateway that has never seen the former data refuses such a moment too.
        StreamFixture fresh = new StreamFixture();
        fresh.stream.identifyData(OTHER_DATA);
        fresh.replay();
        assertThat(fresh.new Client().listen(moment).news().get(0)).contains("\"recovered\":false");
    }

    @Test
    void aClockThatIsAheadOfTheBrokersDoesNotEmptyTheHistory() {
        StreamFixture ahead = new StreamFixture();
        Instant brokers = ahead.clock.instant().minus(Duration.ofMinutes(15));
        ahead.stream.beginReplay();
        ahead.append("a", brokers.minusSeconds(60));
        ahead.append("b", brokers.minusSeconds(30));
        ahead.time.learn(brokers.toEpochMilli(), TimeUnit.MILLISECONDS.toNanos(ahead.clock.millis()));
        ahead.stream.endReplay(HistoryLoss.NONE);

        ahead.stream.sweep();

        assertThat(ahead.stream.history().size()).isEqualTo(2);
        assertThat(ahead.new Client().listen("a").ids()).containsExactly("a", "b");
        ahead.clock.pass(Duration.ofMinutes(13));
        ahead.stream.sweep();
        assertThat(ahead.stream.history().size()).isZero();
    }

    @Test
    void aLaterEventIsNeverTakenForAnEarlierOneThoughTheBrokersClockIsSetBack() {
        String moment = client(null).ids().get(0);
        fixture.time.learn(fixture.clock.millis(), TimeUnit.MILLISECONDS.toNanos(fixture.clock.millis()));
        fixture.clock.pass(Duration.ofMinutes(5));
        append("a");

        fixture.append("b", fixture.clock.instant().minus(Duration.ofHours(1)));

        assertThat(client(moment).ids()).containsExactly(moment, "a", "b");
    }

    @Test
    void anEventIsNoOldOneBecauseTheBrokersClockIsSetBack() {
        fixture.time.learn(fixture.clock.millis(), TimeUnit.MILLISECONDS.toNanos(fixture.clock.millis()));
        fixture.clock.pass(Duration.ofMinutes(5));
        String moment = client(null).ids().get(0);

        fixture.append("a", fixture.clock.instant().minus(Duration.ofHours(1)));
        fixture.stream.sweep();

        assertThat(client(moment).ids()).containsExactly(moment, "a");
        fixture.clock.pass(Duration.ofMinutes(13));
        fixture.stream.sweep();
        assertThat(fixture.stream.history().size()).isZero();
    }

    @Test
    void anEventOfAnOutageIsNoOldOneBecauseTheBrokersClockIsSetBack() {
        fixture.time.learn(fixture.clock.millis(), TimeUnit.MILLISECONDS.toNanos(fixture.clock.millis()));
        fixture.clock.pass(Duration.ofMinutes(5));
        String moment = client(null).ids().get(0);

        fixture.stream.linkDown();
        fixture.stream.beginReplay();
        fixture.append("a", fixture.clock.instant().minus(Duration.ofHours(1)));
        fixture.stream.endReplay(HistoryLoss.NONE);
        fixture.stream.sweep();

        assertThat(client(moment).ids()).containsExactly(moment, "a");
    }
}
