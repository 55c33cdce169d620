package com.pfavanguard.sync.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.stream.StreamFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * What a filtered client hears equals the filtered stream, whatever comes, ages, waits and breaks in between. The history
 * holds five events only, so nearly all of it ages.
 */
class FilterPropertyTests {

    private static final int STEPS = 60;

    /** All events of the run, in order. */
    private final List<EncodedEvent> events = new ArrayList<>();

    private final Map<String, Integer> indexes = new HashMap<>();

    /** One client that loses its connection now and then, and what it must have heard. */
    private final class Listener {
        final StreamFixture fixture;
        final EventFilter filter;
        Client client;

        @Nullable String position;

        /** It must have heard all that passes its filter up to this index. */
        int at;

        int notRecovered;

        Listener(StreamFixture fixture, EventFilter filter) {
            this.fixture = fixture;
            this.filter = filter;
            this.client = fixture.new Client().listen(null, filter);
            hear();
        }

        void reconnect() {
            fixture.stream.leave(client.subscriber);
            client = fixture.new Client().listen(position, filter);
            hear();
        }

        void unblock() {
            client.stuck = false;
            client.socketSpace = Integer.MAX_VALUE;
            while (!client.underWay.isEmpty()) {
                client.underWay.remove().run();
            }
        }

        void hear() {
            for (String message : List.copyOf(client.heard)) {
                take(message);
            }
            client.heard.clear();
            if (client.closed != null) {
                reconnect(); // it was too slow
            }
        }

        private void take(String message) {
            String told = StreamFixture.id(message);
            int index = indexes.getOrDefault(told, events.size() - 1);
            if (message.contains("\"CONNECTED\"")) {
                if (message.contains("\"recovered\":true")) {
                    assertThat(told).isEqualTo(position);
                } else {
                    notRecovered += message.contains("\"recovered\":false") ? 1 : 0;
                    at = index;
                }
            } else {
                boolean isEvent = !message.contains("STREAM_POSITION");
                assertThat(wantedBetween(at, index))
                        .as("missed before %s", message)
                        .isEqualTo(isEvent ? List.of(told) : List.of());
                at = index;
            }
            position = told;
        }

        /** Ids of the events behind the first index, up to the last. */
        List<String> wantedBetween(int after, int last) {
            return IntStream.rangeClosed(after + 1, last)
                    .mapToObj(events::get)
                    .filter(event -> filter.matches(event.type(), event.pfaId()))
                    .map(EncodedEvent::eventId)
                    .collect(Collectors.toList());
        }
    }

    private void append(StreamFixture fixture, Random random) {
        EncodedEvent event = StreamFixture.event(
                "e" + events.size(), SyncEventType.values()[random.nextInt(3)], "PFA-" + random.nextInt(4));
        indexes.put(event.eventId(), events.size());
        events.add(event);
        fixture.append(event.eventId(), event.type(), event.pfaId());
    }

    private static EventFilter filter(Random random) throws InvalidFilterException {
        String types = random.nextBoolean()
                ? null
                : SyncEventType.values()[random.nextInt(4)] + "," + SyncEventType.values()[random.nextInt(4)];
        String pfaIds = random.nextBoolean() ? null : "PFA-" + random.nextInt(5) + ",PFA-" + random.nextInt(5);
        return EventFilter.parse(types, pfaIds);
    }

    private List<Listener> listeners(StreamFixture fixture, Random random) throws InvalidFilterException {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            listeners.add(new Listener(fixture, filter(random)));
        }
        return listeners;
    }

    @Property(tries = 300)
    void nothingThatIsWantedIsMissedUntold(@ForAll long seed) throws InvalidFilterException {
        Random random = new Random(seed);
        StreamFixture fixture = StreamFixture.ready();
        List<Listener> listeners = listeners(fixture, random);

        for (int step = 0; step < STEPS; step++) {
            Listener listener = listeners.get(random.nextInt(listeners.size()));
            switch (random.nextInt(9)) {
                case 0 -> listener.reconnect();
                case 1 -> listener.client.stuck = true;
                case 2 -> listener.client.socketSpace = 1 + random.nextInt(100);
                case 3 -> listener.unblock();
                case 4 -> listener.client.subscriber.checkProgress();
                case 5 -> {
                    fixture.clock.pass(Duration.ofMinutes(random.nextInt(8)));
                    fixture.stream.sweep();
                }
                default -> append(fixture, random);
            }
            listener.client.drain();
            listener.hear();
        }

        for (Listener listener : listeners) {
            listener.unblock();
            listener.client.drain();
            listener.hear();
            assertThat(listener.wantedBetween(listener.at, events.size() - 1)).isEmpty();
        }
    }

    @Property(tries = 300)
    void aClientThatReadsAlwaysRecovers(@ForAll long seed) throws InvalidFilterException {
        Random random = new Random(seed);
        StreamFixture fixture = StreamFixture.ready();
        List<Listener> listeners = listeners(fixture, random);

        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(4) == 0) {
                fixture.clock.pass(Duration.ofMinutes(random.nextInt(8)));
                fixture.stream.sweep();
            } else {
                append(fixture, random);
            }
            for (Listener listener : listeners) {
                listener.client.drain();
                listener.client.subscriber.checkProgress();
                listener.client.drain();
                listener.hear();
                if (random.nextInt(4) == 0) {
                    listener.reconnect();
                }
                assertThat(listener.client.closed).isNull();
            }
        }

        for (Listener listener : listeners) {
            assertThat(listener.notRecovered).isZero();
            assertThat(listener.wantedBetween(listener.at, events.size() - 1)).isEmpty();
        }
    }
}
