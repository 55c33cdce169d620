package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.vital.Vital;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Publishes the metrics {@code sync.thread.failures}, by {@code thread}, and {@code sync.threads.still}. */
@Component
class VitalThreadMetrics implements MeterBinder, DisposableBean {

    private final List<MeterRegistry> bound = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        bound.add(registry);
        Vital.bindTo(registry);
    }

    @Override
    public void destroy() {
        bound.forEach(Vital::unbind);
    }
}
