package com.pfavanguard.sync.gateway.states;

import com.pfavanguard.sync.broker.BrokerHost;
import com.pfavanguard.sync.broker.BrokerLogin;
import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.StatesProperties;
import com.pfavanguard.sync.gateway.stream.Arrival;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EncodedEvent;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import com.pfavanguard.sync.gateway.stream.KeptStates;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** A gateway's stream whose states a keeper writes to a queue in memory; the test is the link and moves the time. */
final class StatesFixture {

    static final Instant NOW = Instant.parse("2026-03-04T09:00:00Z");
    static final OrganizationId RIO = new OrganizationId("org-rio");
    static final Endpoint HERE = endpoint(61613);
    static final Endpoint ELSEWHERE = endpoint(61614);

    private static final int HISTORY_SIZE = 20_000;

    final FakeStateQueue queue;
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final AtomicLong nanos = new AtomicLong();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final EventStream stream;
    final KeptStates states;
    final StateReader reader;
    final StateWriter writer;
    final StateKeeping keeping;
    private long nextNumber = 1_000_000;

    StatesFixture(FakeStateQueue queue) {
        this.queue = queue;
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("sync.gateway.fan-out-threads", "1")));
        stream = new EventStream(
                binder.bindOrCreate("sync.gateway", GatewayProperties.class),
                binder.bindOrCreate("sync.states", StatesProperties.class),
                StompBroker.here(1, BrokerLogin.NONE, HISTORY_SIZE, Duration.ofMinutes(10)),
                new BrokerTime(clock, nanos::get),
                clock,
                new MessageCompressor(new CompressionProperties(true, DataSize.ofKilobytes(1)), meters),
                meters);
        states = stream.keptStates();
        reader = new StateReader(queue, stream);
        writer = new StateWriter(states, clock, meters);
        keeping = new StateKeeping(queue, reader, states, writer, nanos::get);
    }

    private static Endpoint endpoint(int port) {
        return new Endpoint(new BrokerHost("localhost", port, 61616), InetAddress.getLoopbackAddress());
    }

    /** A stream whose link has read an empty past, and the states before it. */
    static StatesFixture ready(FakeStateQueue queue) {
        StatesFixture fixture = new StatesFixture(queue);
        fixture.stream.beginReplay();
        fixture.reader.beforeReading(HERE, true);
        fixture.stream.endReplay(HistoryLoss.NONE);
        return fixture;
    }

    /** The link reads an event about a record. */
    void read(String eventId, SyncEventType type, String pfaId) {
        byte[] json = ("{\"eventId\":\"" + eventId + "\"}").getBytes(StandardCharsets.UTF_8);
        Arrival arrival = new Arrival(NOW, nextNumber++, 4, true);
        stream.noteRead(NOW, arrival.number());
        stream.append(RIO, new EncodedEvent(eventId, pfaId, type, NOW.toEpochMilli(), json, null), arrival, true);
        stream.handled(arrival);
    }

    void read(String eventId, String pfaId) {
        read(eventId, SyncEventType.SYNC_QUEUED, pfaId);
    }
}
