package com.pfavanguard.sync.observability;

import io.github.bucket4j.Bucket;
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
 * trace id the client chose, so that no client can have everything recorded, or nothing. All together are limited.
 */
final class SamplingPolicy implements Sampler {

    private final double probability;
    private final boolean trustClients;
    private final DoubleSupplier random;
    private final Bucket limit;

    /**
     * @param probability of a trace that nobody else decides on; 0 to 1
     * @param random 0 to 1, without 1
     */
    SamplingPolicy(double probability, TracingProperties properties, DoubleSupplier random) {
        this.probability = probability;
        this.trustClients = properties.trustClients();
        this.random = random;
        this.limit = Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(properties.maxPerSecond())
                        .refillGreedy(properties.maxPerSecond(), Duration.ofSeconds(1)))
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
        return result(isWanted(parent, spanKind) && limit.tryConsume(1));
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
