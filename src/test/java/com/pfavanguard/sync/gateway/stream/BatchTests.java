package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.ClientProtocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class BatchTests {

    private final StreamEvent beginning = StreamEvent.beginning(0);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deliveries deliveries = new Deliveries(new BrokerTime(Clock.systemUTC(), System::nanoTime), meters);
    private final Batch batch = new Batch(deliveries.ofThread());
    private StreamEvent tail = beginning;

    private StreamEvent append(String text) {
        return append(text, SyncEventType.SYNC_QUEUED);
    }

    private StreamEvent append(String text, SyncEventType type) {
        EncodedEvent encoded =
                new EncodedEvent(text, "PFA-70412", type, 0, text.getBytes(StandardCharsets.UTF_8), null);
        StreamEvent event = new StreamEvent(encoded, 0, true, tail);
        tail.follow(event);
        tail = event;
        return event;
    }

    private String content() {
        ByteBuffer bytes = batch.bytes();
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    void holdsWhatFollowsALinkAndKnowsWhereEachMessageEnds() {
        StreamEvent a = append("aa");
        StreamEvent b = append("b");
        StreamEvent c = append("ccc");

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        assertThat(content()).isEqualTo("aabccc");
        assertThat(new int[] {batch.endOfMessageAt(0), batch.endOfMessageAt(1)}).containsExactly(2, 2);
        assertThat(new int[] {batch.endOfMessageAt(2), batch.endOfMessageAt(3), batch.endOfMessageAt(5)})
                .containsExactly(3, 6, 6);
        assertThat(batch.linkAfter(2)).isSameAs(a);
        assertThat(batch.linkAfter(3)).isSameAs(b);
        assertThat(batch.linkAfter(6)).isSameAs(c);
    }

    @Test
    void isTheSameForTheNextSessionWhateverTheOneBeforeTook() {
        append("aa");
        append("b");
        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        ByteBuffer taken = batch.bytes();
        taken.get();
        taken.limit(2);

        assertThat(content()).isEqualTo("aab");
        assertThat(content()).isEqualTo("aab");
    }

    @Test
    void growsWithTheRoomAndBeginsAnewFromAnotherLink() {
        StreamEvent a = append("a");
        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);
        StreamEvent b = append("b");

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);
        assertThat(content()).isEqualTo("ab");
        assertThat(batch.linkAfter(2)).isSameAs(b);

        batch.fill(a, StreamFixture.Json.PLAIN, EventFilter.ALL);
        assertThat(content()).isEqualTo("b");
        assertThat(batch.linkAfter(1)).isSameAs(b);
    }

    @Test
    void eachEncodingHasItsOwn() {
        append("a");
        MessageEncoding loud = new MessageEncoding() {
            @Override
            public ClientProtocol protocol() {
                return ClientProtocol.STOMP;
            }

            @Override
            public int length(String id, byte[] json, byte[] deflated) {
                return id.length();
            }

            @Override
            public void write(String id, byte[] json, byte[] deflated, ByteBuffer out) {
                out.put(id.toUpperCase().getBytes(StandardCharsets.UTF_8));
            }
        };
        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        batch.fill(beginning, loud, EventFilter.ALL);

        assertThat(content()).isEqualTo("A");
    }

    @Test
    void eachFilterHasItsOwnAndKnowsWhichEventsItHolds() throws InvalidFilterException {
        append("a");
        StreamEvent b = append("bb", SyncEventType.SYNC_FAILED);
        append("c");
        StreamEvent d = append("dddd", SyncEventType.SYNC_FAILED);
        append("e");
        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.parse("SYNC_FAILED", null));
        assertThat(content()).isEqualTo("bbdddd");
        assertThat(batch.linkAfter(2)).isSameAs(b);
        assertThat(batch.linkAfter(6)).isSameAs(d);

        append("f", SyncEventType.SYNC_FAILED);
        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.parse("SYNC_FAILED", null));
        assertThat(content()).isEqualTo("bbddddf");
        assertThat(batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.parse("SYNC_CONFLICT", null)))
                .isFalse();
    }

    @Test
    void equalFiltersShareWhatIsEncoded() throws InvalidFilterException {
        append("a");
        int[] encoded = {0};
        MessageEncoding counting = new MessageEncoding() {
            @Override
            public ClientProtocol protocol() {
                return ClientProtocol.STOMP;
            }

            @Override
            public int length(String id, byte[] json, byte[] deflated) {
                return json.length;
            }

            @Override
            public void write(String id, byte[] json, byte[] deflated, ByteBuffer out) {
                encoded[0]++;
                out.put(json);
            }
        };

        batch.fill(beginning, counting, EventFilter.parse("SYNC_QUEUED", "PFA-1,PFA-70412"));
        batch.fill(beginning, counting, EventFilter.parse(" SYNC_QUEUED", "PFA-70412, PFA-1"));

        assertThat(encoded[0]).isEqualTo(1);
        assertThat(content()).isEqualTo("a");
    }

    @Test
    void endsAtAGap() {
        append("a");
        StreamEvent gap = StreamEvent.gap(0, tail);
        tail.follow(gap);
        tail = gap;
        append("b");

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        assertThat(content()).isEqualTo("a");
    }

    @Test
    void endsAtWhatHasBeenDropped() {
        StreamEvent a = append("a");
        append("b").drop();
        append("c");

        assertThat(batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL))
                .isTrue();
        assertThat(content()).isEqualTo("a");
        assertThat(batch.fill(a, StreamFixture.Json.PLAIN, EventFilter.ALL)).isFalse();
    }

    @Test
    void holdsOneWritesWorthOrOneMessageHoweverLarge() {
        String large = "x".repeat(40_000);
        StreamEvent first = append(large);
        append(large);
        StreamEvent huge = append("y".repeat(100_000));

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);
        assertThat(content()).isEqualTo(large);
        assertThat(batch.linkAfter(40_000)).isSameAs(first);

        batch.fill(huge, StreamFixture.Json.PLAIN, EventFilter.ALL);
        assertThat(content()).isEmpty();

        StreamEvent before = append("z");
        append("y".repeat(100_000));
        batch.fill(before, StreamFixture.Json.PLAIN, EventFilter.ALL);
        assertThat(content()).hasSize(100_000);
    }

    @Test
    void holdsManySmallOnes() {
        for (int i = 0; i < 1_000; i++) {
            append("0123456789");
        }

        batch.fill(beginning, StreamFixture.Json.PLAIN, EventFilter.ALL);

        assertThat(content()).hasSize(10_000);
        assertThat(batch.endOfMessageAt(9_995)).isEqualTo(10_000);
        assertThat(batch.linkAfter(10_000)).isSameAs(tail);
    }
}
