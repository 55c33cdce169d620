package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplingPolicyTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private static final TimeMeter STANDING = new TimeMeter() {

        @Override
        public long currentTimeNanos() {
            return 0;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private double chance = 0.5;

    private SamplingPolicy policy(boolean trustClients, int maxPerSecond) {
        return new SamplingPolicy(0.1, new TracingProperties(trustClients, maxPerSecond), () -> chance, STANDING);
    }

    private static Context within(TraceFlags flags) {
        return Context.root().with(Span.wrap(SpanContext.create(TRACE, SPAN, flags, TraceState.getDefault())));
    }

    private static Context from(TraceFlags flags) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(TRACE, SPAN, flags, TraceState.getDefault())));
    }

    private static boolean records(SamplingPolicy policy, Context parent, SpanKind kind) {
        return records(policy, parent, "x", kind);
    }

    private static boolean records(SamplingPolicy policy, Context parent, String name, SpanKind kind) {
        return policy.shouldSample(parent, TRACE, name, kind, Attributes.empty(), List.of())
                        .getDecision()
                == SamplingDecision.RECORD_AND_SAMPLE;
    }

    @Test
    void aClientsFlagDecidesNothing() {
        SamplingPolicy policy = policy(false, 50);

        assertThat(records(policy, from(TraceFlags.getSampled()), SpanKind.SERVER))
                .isFalse();
        chance = 0.05;
        assertThat(records(policy, from(TraceFlags.getDefault()), SpanKind.SERVER))
                .isTrue();
        assertThat(records(policy, Context.root(), SpanKind.SERVER)).isTrue();
    }

    @Test
    void aTrustedClientsFlagDecides() {
        SamplingPolicy policy = policy(true, 50);

        assertThat(records(policy, from(TraceFlags.getSampled()), SpanKind.SERVER))
                .isTrue();
        chance = 0.05;
        assertThat(records(policy, from(TraceFlags.getDefault()), SpanKind.SERVER))
                .isFalse();
    }

    @Test
    void aProducersFlagDecides() {
        SamplingPolicy policy = policy(false, 50);

        assertThat(records(policy, from(TraceFlags.getSampled()), SpanKind.CONSUMER))
                .isTrue();
        chance = 0.05;
        assertThat(records(policy, from(TraceFlags.getDefault()), SpanKind.CONSUMER))
                .isFalse();
    }

    @Test
    void aFloodOfConnectionsHidesNoRequest() {
        chance = 0.05;
        SamplingPolicy policy = policy(false, 1);

        assertThat(records(policy, Context.root(), "connection", SpanKind.SERVER))
                .isTrue();
        assertThat(records(policy, Context.root(), "connection", SpanKind.SERVER))
                .isFalse();
        assertThat(records(policy, Context.root(), SpanKind.SERVER)).isTrue();
    }

    @Test
    void onceTheLimitIsReachedATraceIsRecordedNoFurtherButWhatHasBegunIsWhole() {
        SamplingPolicy policy = policy(false, 1);

        assertThat(records(policy, from(TraceFlags.getSampled()), SpanKind.CONSUMER))
                .isTrue();
        assertThat(records(policy, from(TraceFlags.getSampled()), SpanKind.CONSUMER))
                .isFalse();
        assertThat(records(policy, within(TraceFlags.getSampled()), SpanKind.CLIENT))
                .isTrue();
        assertThat(records(policy, within(TraceFlags.getDefault()), SpanKind.CLIENT))
                .isFalse();
    }
}
