package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.SyncProcessing;
import com.pfavanguard.sync.gateway.CloseCode;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the trace of an event costs, once for each event and not for each client. JMH runs it. */
@State(Scope.Thread)
public class TraceMicro {

    private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final MessageSink SINK = new MessageSink() {

        @Override
        public int write(Messages messages, long now, Runnable whenReady) {
            return 0;
        }

        @Override
        public void close(CloseCode code) {}
    };

    private final SyncEvent event = new SyncProcessing(
            new EventId("e-1"), new OrganizationId("org-rio"), new PfaId("PFA-70412"), Instant.now());
    // Spans are queued for a thread of their own, as in the application, and dropped when the queue is full.
    private final SdkTracerProvider spans = SdkTracerProvider.builder()
            .addSpanProcessor(
                    BatchSpanProcessor.builder(SpanExporter.composite()).build())
            .build();
    private final EventTraces traces = traces(spans.get("sync"));

    private static EventTraces traces(Tracer tracer) {
        Clock clock = Clock.systemUTC();
        return new EventTraces(
                new OtelTracer(tracer, new OtelCurrentTraceContext(), span -> {}),
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer),
                new BrokerTime(clock, System::nanoTime),
                clock);
    }

    @TearDown
    public void stop() {
        spans.close();
    }

    @Benchmark
    public @Nullable EventTrace eventWithoutTrace() {
        return traces.begin(null, event, Instant.now());
    }

    @Benchmark
    public @Nullable EventTrace eventThatIsNotRecorded() {
        return traces.begin(UNSAMPLED, event, Instant.now());
    }

    @Benchmark
    public @Nullable EventTrace recordedEvent() {
        return recorded(0);
    }

    @Benchmark
    public @Nullable EventTrace recordedEventToSixteenSockets() {
        return recorded(16);
    }

    private @Nullable EventTrace recorded(int sockets) {
        EventTrace trace = traces.begin(SAMPLED, event, Instant.now());
        if (trace != null) {
            trace.appended(true);
            for (int i = 0; i < sockets; i++) {
                trace.taken(SINK);
            }
        }
        return trace;
    }
}
