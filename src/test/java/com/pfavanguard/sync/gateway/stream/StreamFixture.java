package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.broker.BrokerLogin;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.StatesProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** A stream without sockets, broker or threads: the test drains its subscribers itself and moves the clock. */
final class StreamFixture {

    static final OrganizationId RIO = new OrganizationId("org-rio");
    static final int SIZE = 5;
    static final Duration RETENTION = Duration.ofMinutes(10);

    /** Memory for two events of one organization with ids of four letters. */
    static final String MEMORY_FOR_TWO =
            "sync.gateway.history-bytes=" + (HistoryLimits.ROOM_BYTES + 2 * StreamEvent.footprint(event("aaaa"))) + "B";

    final TestClock clock;
    final BrokerTime time;
    final EventStream stream;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Client> clients = new ArrayList<>();
    private final Deliveries deliveries;
    private long nextNumber = 1;
    private long appended;

    /** Whether markers come back; they do when a client is served. */
    boolean markersReturn = true;

    /** The moments of which clients have asked for a marker. */
    final List<Long> markersWanted = new ArrayList<>();

    StreamFixture(String... settings) {
        this(SIZE, new TestClock(), settings);
    }

    /** @param size most events that the broker and the gateway keep */
    StreamFixture(int size, TestClock clock, String... settings) {
        this.clock = clock;
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("sync.gateway.fan-out-threads", "1");
        for (String setting : settings) {
            source.put(setting.split("=")[0], setting.split("=")[1]);
        }
        GatewayProperties properties = new Binder(source).bindOrCreate("sync.gateway", GatewayProperties.class);
        StompBroker broker = StompBroker.here(1, BrokerLogin.NONE, size, RETENTION);
        time = new BrokerTime(clock, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        StatesProperties states = new Binder(source).bindOrCreate("sync.states", StatesProperties.class);
        MessageCompressor compressor =
                new MessageCompressor(new CompressionProperties(true, DataSize.ofKilobytes(1)), meters);
        stream = new EventStream(properties, states, broker, time, clock, compressor, meters);
        deliveries = stream.deliveries();
        stream.whenMarkerWanted(markersWanted::add);
    }

    /** A stream that has read an empty past. */
    static StreamFixture ready(String... settings) {
        StreamFixture fixture = new StreamFixture(settings);
        fixture.replay();
        return fixture;
    }

    /** The link goes down and up; the broker sends these again. */
    void replay(String... eventIds) {
        replay(HistoryLoss.NONE, eventIds);
    }

    /** The same, but the broker should have sent others too. */
    void replay(HistoryLoss loss, String... eventIds) {
        stream.beginReplay();
        for (String eventId : eventIds) {
            append(eventId);
        }
        stream.endReplay(loss);
    }

    /** Messages may be missing behind those appended so far; before the first replay begins there were none. */
    void markGapHere() {
        stream.markGap(appended);
    }

    /** The link's newest marker comes back. */
    void markerReturns() {
        markersWanted.clear();
        stream.markerRead(time.nanos());
    }

    boolean append(String eventId) {
        return append(eventId, 4);
    }

    boolean append(String eventId, int priority) {
        return append(eventId, priority, nextNumber++);
    }

    boolean append(String eventId, int priority, long brokerNumber) {
        return append(eventId, new Arrival(clock.instant(), brokerNumber, priority, true), true);
    }

    boolean append(String eventId, Instant arrivedAt) {
        return append(eventId, new Arrival(arrivedAt, nextNumber++, 4, true), true);
    }

    /** Appends an event when no others are at hand. */
    void appendAlone(String eventId) {
        append(eventId, new Arrival(clock.instant(), nextNumber++, 4, true), false);
    }

    void append(OrganizationId organizationId, String eventId) {
        append(organizationId, eventId, new Arrival(clock.instant(), nextNumber++, 4, true), true);
    }

    void append(String eventId, SyncEventType type, String pfaId) {
        append(RIO, event(eventId, type, pfaId), new Arrival(clock.instant(), nextNumber++, 4, true), true);
    }

    private boolean append(String eventId, Arrival arrival, boolean moreFollow) {
        return append(RIO, eventId, arrival, moreFollow);
    }

    private boolean append(OrganizationId organizationId, String eventId, Arrival arrival, boolean moreFollow) {
        return append(organizationId, event(eventId), arrival, moreFollow);
    }

    private boolean append(OrganizationId organizationId, EncodedEvent event, Arrival arrival, boolean moreFollow) {
        appended++;
        stream.noteRead(clock.instant(), arrival.number());
        return stream.append(organizationId, event, arrival, moreFollow);
    }

    static EncodedEvent event(String eventId) {
        return event(eventId, SyncEventType.SYNC_QUEUED, "PFA-70412");
    }

    static EncodedEvent event(String eventId, SyncEventType type, String pfaId) {
        return event(eventId, type, pfaId, 0);
    }

    static EncodedEvent event(String eventId, SyncEventType type, String pfaId, long producedAt) {
        byte[] json = ("{\"eventId\":\"" + eventId + "\"}").getBytes(StandardCharsets.UTF_8);
        return new EncodedEvent(eventId, pfaId, type, producedAt, json, null);
    }

    static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-03-04T09:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    enum Json implements MessageEncoding {
        PLAIN;

        @Override
        public ClientProtocol protocol() {
            return ClientProtocol.JSON;
        }

        @Override
        public int length(String id, byte[] json, byte @Nullable [] deflated) {
            return json.length;
        }

        @Override
        public void write(String id, byte[] json, byte @Nullable [] deflated, ByteBuffer out) {
            out.put(json);
        }
    }

    /** A client whose socket takes all it is given or, if {@link #stuck}, keeps the write under way. */
    class Client implements MessageSink {
        final Subscriber subscriber;
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<Integer> messagesPerWrite = new ArrayList<>();
        final Deque<Runnable> underWay = new ArrayDeque<>();
        boolean stuck;
        /** Bytes that fit into the socket at once. */
        int socketSpace = Integer.MAX_VALUE;

        volatile @Nullable CloseCode closed;
        volatile @Nullable Thread writer;
        private final Batch batch = new Batch(deliveries.ofThread());

        Client() {
            this(RIO);
        }

        Client(OrganizationId organizationId) {
            subscriber = stream.join(organizationId, this);
            clients.add(this);
        }

        Client listen(String position) {
            return listen(position, EventFilter.ALL);
        }

        Client listen(String position, EventFilter filter) {
            subscriber.subscribe(null, Json.PLAIN, new SubscriptionOptions(position, filter, false));
            drain();
            return this;
        }

        /** Listens with a snapshot. */
        Client open(@Nullable String position, EventFilter filter) {
            subscriber.subscribe(null, Json.PLAIN, new SubscriptionOptions(position, filter, true));
            return this;
        }

        /** Counts what has been taken so far. */
        void report() {
            batch.report();
        }

        void drain() {
            subscriber.drain(batch);
            if (markersReturn && !markersWanted.isEmpty()) {
                markerReturns();
                subscriber.drain(batch);
            }
        }

        /** What came since the last look. */
        List<String> news() {
            drain();
            List<String> news = List.copyOf(heard);
            heard.clear();
            return news;
        }

        /** The event ids of what came since the last look. */
        List<String> ids() {
            return news().stream().map(StreamFixture::id).toList();
        }

        @Override
        public int write(Messages messages, long now, Runnable whenReady) {
            writer = Thread.currentThread();
            int all = messages.bytes().remaining();
            int taken = Math.min(all, socketSpace);
            int handedOver = taken == all ? all : messages.endOfMessageAt(taken);
            messagesPerWrite.add(hear(messages, handedOver));
            if (stuck || taken < all) {
                underWay.add(whenReady);
            } else {
                whenReady.run();
            }
            return handedOver;
        }

        private int hear(Messages messages, int bytes) {
            ByteBuffer given = messages.bytes();
            int count = 0;
            for (int offset = 0; offset < bytes; count++) {
                byte[] message = new byte[messages.endOfMessageAt(offset) - offset];
                given.get(message);
                heard.add(new String(message, StandardCharsets.UTF_8));
                offset += message.length;
            }
            return count;
        }

        @Override
        public void close(CloseCode code) {
            closed = code;
        }
    }

    static String id(String json) {
        return json.replaceAll(".*\"eventId\":\"([^\"]+)\".*", "$1");
    }
}
