package com.pfavanguard.sync.observability;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Decides which traces are recorded (decision 0063). A span within this process follows its parent. What comes from the
 * broker follows its producer, which has logged in there. What comes from a client is sampled by chance, whatever flag or
 * trace id the client chose, so that no client can have everything recorded, or nothing. Requests, connections and what
 * comes from the broker have a limit each, so that a flood of one does not hide the others.
 */
final class SamplingPolicy implements Sampler {

    /** As the gateway names the span of a session. */
    private static final String CONNECTION = "connection";

    private final double probability;
    private final boolean trustClients;
    private final DoubleSupplier random;
    private final Bucket connections;
    private final Bucket received;
    private final Bucket requests;

    /**
     * @param probability of a trace that nobody else decides on; 0 to 1
     * @param random 0 to 1, without 1
     * @param time of the limits
     */
    SamplingPolicy(double probability, TracingProperties properties, DoubleSupplier random, TimeMeter time) {
        this.probability = probability;
        this.trustClients = properties.trustClients();
        this.random = random;
        this.connections = limit(properties.maxPerSecond(), time);
        this.received = limit(properties.maxPerSecond(), time);
        this.requests = limit(properties.maxPerSecond(), time);
    }

    private static Bucket limit(int perSecond, TimeMeter time) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(bandwidth -> bandwidth.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    @Override
    public SamplingResult shouldSample(
            Context parentContext,
            String traceId,
            String name,
            SpanKind spanKind,
            Attributes attributes,
            List<LinkData> parentLinks) {
        SpanContext parent = Span.fromContext(parentContext).getSpanContext();
        if (parent.isValid() && !parent.isRemote()) {
            return result(parent.isSampled());
        }
        return result(isWanted(parent, spanKind) && limit(name, spanKind).tryConsume(1));
    }

    private Bucket limit(String name, SpanKind spanKind) {
        if (name.equals(CONNECTION)) {
            return connections;
        }
        return spanKind == SpanKind.CONSUMER ? received : requests;
    }

    private boolean isWanted(SpanContext parent, SpanKind spanKind) {
        boolean trusted = parent.isValid() && (trustClients || spanKind == SpanKind.CONSUMER);
        return trusted ? parent.isSampled() : random.getAsDouble() < probability;
    }

    private static SamplingResult result(boolean sampled) {
        return sampled ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "SamplingPolicy";
    }
}
