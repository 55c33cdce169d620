package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.event.TraceParent;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the spans of events: one from the broker into the stream, and one for each of the first {@value #MOST_SOCKETS}
 * sockets that take the event. Only for events whose producer records their trace; all others cost the parsing of a
 * header (decision 0063). Safe for any thread.
 */
public class EventTraces {

    // Enough to see how long a delivery takes; an event may have ten thousand.
    private static final int MOST_SOCKETS = 16;

    // After a restart the gateway reads all recent events again, and clients that resume get them late: no news of the
    // edit.
    private static final Duration NEWS = Duration.ofMinutes(1);

    private final Tracer tracer;
    private final Propagator propagator;
    private final BrokerTime time;
    private final Clock clock;

    EventTraces(Tracer tracer, Propagator propagator, BrokerTime time, Clock clock) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.time = time;
        this.clock = clock;
    }

    /**
     * Begins to follow an event.
     *
     * @param traceparent as its producer sent it; {@code null} if it did not
     * @param arrivedAt when the broker took the event, by its clock
     * @return {@code null} if the event has no valid trace
     */
    public @Nullable EventTrace begin(@Nullable String traceparent, SyncEvent event, Instant arrivedAt) {
        TraceParent parent =
                traceparent == null ? null : TraceParent.parse(traceparent).orElse(null);
        if (parent == null) {
            return null;
        }
        if (!parent.isSampled() || arrivedAt.toEpochMilli() < time.millis() - NEWS.toMillis()) {
            return new EventTrace(parent, null);
        }
        Span span = partOf(parent)
                .name("receive " + event.type())
                .kind(Span.Kind.CONSUMER)
                .tag("organizationId", event.organizationId().value())
                .tag("pfaId", event.pfaId().value())
                .tag("eventId", event.eventId().value())
                .start();
        // Unless the limit on recorded traces is reached.
        return of(span).map(own -> new EventTrace(own, new Recorded(span)))
                .orElseGet(() -> new EventTrace(parent, null));
    }

    /** A span of a trace that began elsewhere. Without the propagator it would look like one that began here. */
    public Span.Builder partOf(TraceParent parent) {
        return propagator.extract(parent, (carrier, name) -> name.equals(TraceParent.NAME) ? carrier.toString() : null);
    }

    /** A span that begins a trace. */
    public Span.Builder newTrace() {
        return tracer.spanBuilder().setNoParent();
    }

    private TraceContext context(TraceParent parent) {
        return tracer.traceContextBuilder()
                .traceId(parent.traceId())
                .spanId(parent.spanId())
                .sampled(parent.isSampled())
                .build();
    }

    /** The trace that a span begins or belongs to; empty if the span is not recorded. */
    public static Optional<TraceParent> of(Span span) {
        TraceContext context = span.context();
        return span.isNoop() || !Boolean.TRUE.equals(context.sampled())
                ? Optional.empty()
                : TraceParent.of(context.traceId(), context.spanId(), true);
    }

    private long micros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }

    private final class Recorded implements EventTrace.Recorder {

        private final Span span;
        private final long sinceMicros = micros();
        private final long sinceNanos = System.nanoTime();
        private final AtomicInteger left = new AtomicInteger(MOST_SOCKETS);

        private Recorded(Span span) {
            this.span = span;
        }

        @Override
        public void appended(boolean isNew) {
            if (isNew) {
                span.end();
            } else {
                span.abandon();
            }
        }

        @Override
        public void taken(MessageSink sink) {
            long nanos = System.nanoTime() - sinceNanos;
            if (nanos > NEWS.toNanos() || left.get() <= 0 || left.getAndDecrement() <= 0) {
                return;
            }
            Span.Builder send = tracer.spanBuilder()
                    .name("send")
                    .kind(Span.Kind.PRODUCER)
                    .setParent(span.context())
                    .tag("sessionId", sink.getId())
                    .startTimestamp(sinceMicros, TimeUnit.MICROSECONDS);
            TraceParent connection = sink.trace();
            if (connection != null) {
                send.addLink(new Link(context(connection)));
            }
            send.start().end(sinceMicros + TimeUnit.NANOSECONDS.toMicros(nanos), TimeUnit.MICROSECONDS);
        }
    }
}
