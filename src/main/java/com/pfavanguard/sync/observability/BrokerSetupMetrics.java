package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.broker.BrokerSetup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** Publishes how many problems the external broker's set-up has. */
@Component
class BrokerSetupMetrics implements MeterBinder {

    private final BrokerSetup setup;

    BrokerSetupMetrics(BrokerSetup setup) {
        this.setup = setup;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sync.broker.problems", setup, broker -> broker.problems().size())
                .register(registry);
    }
}
