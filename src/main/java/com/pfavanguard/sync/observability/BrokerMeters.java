package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerDisk;
import com.pfavanguard.sync.broker.EmbeddedBroker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Publishes memory and disk of the embedded broker against their limits, and whether it refuses producers. An external
 * broker has metrics of its own (Artemis manual, "Metrics").
 */
@Component
class BrokerMeters implements MeterBinder {

    private final ObjectProvider<EmbeddedBroker> broker;

    BrokerMeters(ObjectProvider<EmbeddedBroker> broker) {
        this.broker = broker;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        EmbeddedBroker embedded = broker.getIfAvailable();
        if (embedded == null) {
            return;
        }
        BrokerDisk disk = embedded.disk();
        bytes(registry, "sync.broker.memory.used", embedded, EmbeddedBroker::memoryUsed);
        bytes(registry, "sync.broker.memory.limit", embedded, EmbeddedBroker::memoryLimit);
        bytes(registry, "sync.broker.disk.free", disk, BrokerDisk::free);
        bytes(registry, "sync.broker.disk.required", disk, BrokerDisk::minFree);
        Gauge.builder("sync.broker.refuses.producers", embedded, each -> each.refusesProducers() ? 1 : 0)
                .register(registry);
    }

    private static <T> void bytes(MeterRegistry registry, String name, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).baseUnit("bytes").register(registry);
    }
}
