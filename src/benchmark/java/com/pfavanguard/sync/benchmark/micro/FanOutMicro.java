package com.pfavanguard.sync.benchmark.micro;

import com.pfavanguard.sync.broker.BrokerLogin;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.ClientProtocol;
import com.pfavanguard.sync.gateway.CloseCode;
import com.pfavanguard.sync.gateway.CompressionProperties;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.StatesProperties;
import com.pfavanguard.sync.gateway.stream.Arrival;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EncodedEvent;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import com.pfavanguard.sync.gateway.stream.MessageCompressor;
import com.pfavanguard.sync.gateway.stream.MessageEncoding;
import com.pfavanguard.sync.gateway.stream.MessageSink;
import com.pfavanguard.sync.gateway.stream.Messages;
import com.pfavanguard.sync.gateway.stream.SubscriptionOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * From the broker link's hand into the sessions' hands: the room's memory, the fan-out threads, the subscribers. The
 * sockets are missing: writing is counted and done at once.
 */
@State(Scope.Benchmark)
public class FanOutMicro {

    private static final OrganizationId ORGANIZATION = new OrganizationId("org-rio");
    private static final int HISTORY = 20_000;

    @Param({"1", "100", "1000"})
    public int clients;

    private final LongAdder written = new LongAdder();
    private EventStream stream;
    private byte[] json;
    private long number;

    @Setup
    public void start() {
        GatewayProperties properties =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("sync.gateway", GatewayProperties.class);
        StompBroker broker = StompBroker.here(1, BrokerLogin.NONE, HISTORY, Duration.ofMinutes(10));
        Clock clock = Clock.systemUTC();
        BrokerTime time = new BrokerTime(clock, System::nanoTime);
        StatesProperties states =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("sync.states", StatesProperties.class);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        MessageCompressor compressor =
                new MessageCompressor(new CompressionProperties(true, DataSize.ofKilobytes(1)), meters);
        stream = new EventStream(properties, states, broker, time, clock, compressor, meters);
        stream.start();
        stream.beginReplay();
        stream.endReplay(HistoryLoss.NONE);
        json = new byte[200];
        for (int i = 0; i < clients; i++) {
            stream.join(ORGANIZATION, new CountingOutlet()).subscribe(null, new AsItIs(), SubscriptionOptions.LIVE);
        }
        awaitWritten(clients); // the greetings
    }

    @TearDown
    public void stop() {
        stream.stop();
    }

    /** One event under way at a time, so the threads' waking up is in it. */
    @Benchmark
    public void oneEventToAllClients() {
        long before = written.sum();
        number++;
        Arrival arrival = new Arrival(Instant.now(), number, 4, true);
        EncodedEvent event = new EncodedEvent(
                "e-" + number, "PFA-70412", SyncEventType.SYNC_PROCESSING, System.currentTimeMillis(), json, null);
        stream.append(ORGANIZATION, event, arrival, false);
        awaitWritten(before + clients);
    }

    private void awaitWritten(long wanted) {
        while (written.sum() < wanted) {
            Thread.onSpinWait();
        }
    }

    private final class CountingOutlet implements MessageSink {

        @Override
        public int write(Messages messages, long now, Runnable whenReady) {
            written.increment();
            whenReady.run();
            return messages.bytes().remaining();
        }

        @Override
        public void close(CloseCode code) {
            throw new IllegalStateException("Closed with " + code);
        }
    }

    private record AsItIs() implements MessageEncoding {

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
}
