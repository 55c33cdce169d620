package com.pfavanguard.sync.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceParentOnlyTests {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final TraceParentOnly propagator = new TraceParentOnly();

    private Map<String, String> handedOn(Map<String, String> headers) {
        Map<String, String> sent = new HashMap<>();
        Context context = propagator.extract(Context.root(), headers, GETTER);
        propagator.inject(context, sent, Map::put);
        return sent;
    }

    @Test
    void handsOnTheTraceAndNothingThatSomeoneMayHaveAdded() {
        assertThat(handedOn(Map.of("traceparent", TRACE, "tracestate", "vendor=x", "baggage", "user=1")))
                .containsExactly(Map.entry("traceparent", TRACE));
    }

    @Test
    void aMalformedTraceIsNone() {
        assertThat(handedOn(Map.of("traceparent", TRACE + "-more"))).isEmpty();
    }
}
