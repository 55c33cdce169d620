package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.stream.EventTail.TailEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an administrator's tail hears, also if it reads more slowly than events come. */
class EventTailTests {

    private static final OrganizationId OSLO = new OrganizationId("org-oslo");

    private final StreamFixture fixture = StreamFixture.ready();

    private static List<String> ids(EventTail.Round round) {
        return round.events().stream().map(TailEvent::eventId).toList();
    }

    @Test
    void hearsAllOrganizationsFromNowOn() {
        fixture.append("before");
        EventTail tail = fixture.stream.tail(null, EventFilter.ALL);

        fixture.append("rio1");
        fixture.append(OSLO, "oslo1");
        fixture.append("rio2");

        assertThat(ids(tail.next()))
                .containsExactlyInAnyOrder("rio1", "oslo1", "rio2")
                .containsSubsequence("rio1", "rio2");
        assertThat(tail.next().events()).isEmpty();
        fixture.append(OSLO, "oslo2");
        assertThat(ids(tail.next())).containsExactly("oslo2");
    }

    @Test
    void hearsOneOrganizationAndWhatItsFilterLetsPass() throws InvalidFilterException {
        EventTail rio = fixture.stream.tail(StreamFixture.RIO, EventFilter.ALL);
        EventTail failed = fixture.stream.tail(null, EventFilter.parse("SYNC_FAILED", null));

        fixture.append(OSLO, "oslo1");
        fixture.append("fail", SyncEventType.SYNC_FAILED, "PFA-1");
        fixture.append("done", SyncEventType.SYNC_SUCCESS, "PFA-1");

        assertThat(ids(rio.next())).containsExactly("fail", "done");
        assertThat(ids(failed.next())).containsExactly("fail");
    }

    @Test
    void isToldHowManyEventsItHasMissed() {
        fixture.append("before");
        EventTail tail = fixture.stream.tail(null, EventFilter.ALL);

        // The history holds five. Evicted events are freed at the second sweep.
        for (int i = 0; i < 3 * StreamFixture.SIZE; i++) {
            fixture.append("e" + i);
        }
        fixture.stream.sweep();
        fixture.stream.sweep();

        assertThat(tail.next().missed()).isEqualTo(3 * StreamFixture.SIZE);
        fixture.append("later");
        assertThat(ids(tail.next())).containsExactly("later");
    }

    @Test
    void isToldOfEventsOfANewOrganizationThatItHasMissed() {
        EventTail tail = fixture.stream.tail(null, EventFilter.ALL);

        for (int i = 0; i < 2 * StreamFixture.SIZE; i++) {
            fixture.append("e" + i);
        }

        assertThat(tail.next().missed()).isEqualTo(2 * StreamFixture.SIZE);
    }

    @Test
    void isToldOfAGap() {
        fixture.append("e1");
        EventTail tail = fixture.stream.tail(null, EventFilter.ALL);

        fixture.markGapHere();
        fixture.append("e2");

        EventTail.Round round = tail.next();
        assertThat(round.gaps()).containsExactly(StreamFixture.RIO.value());
        assertThat(ids(round)).containsExactly("e2");
    }
}
