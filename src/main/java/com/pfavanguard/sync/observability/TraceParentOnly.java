package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.event.TraceParent;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes traces as {@code traceparent}, and nothing else. A client may send 16 KB of {@code tracestate}, which
 * each of its edits would carry through the broker.
 */
final class TraceParentOnly implements TextMapPropagator {

    private final TextMapPropagator w3c = W3CTraceContextPropagator.getInstance();

    @Override
    public Collection<String> fields() {
        return List.of(TraceParent.NAME);
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
        w3c.inject(context, carrier, (target, name, value) -> {
            if (name.equals(TraceParent.NAME)) {
                setter.set(target, name, value);
            }
        });
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        return w3c.extract(context, carrier, new TextMapGetter<C>() {

            @Override
            public Iterable<String> keys(C source) {
                return fields();
            }

            @Override
            public @Nullable String get(@Nullable C source, String name) {
                return name.equals(TraceParent.NAME) ? getter.get(source, name) : null;
            }
        });
    }
}
