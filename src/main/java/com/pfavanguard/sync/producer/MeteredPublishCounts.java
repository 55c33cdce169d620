package com.pfavanguard.sync.producer;

import com.pfavanguard.sync.event.SyncEventType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts in a {@link MeterRegistry}. All counters are there from the start, so that a rate has a beginning. */
final class MeteredPublishCounts implements PublishCounts {

    private final Map<SyncEventType, Map<PublishOutcome, Counter>> events = new EnumMap<>(SyncEventType.class);
    private final Counter retries;

    MeteredPublishCounts(MeterRegistry registry) {
        for (SyncEventType type : SyncEventType.values()) {
            Map<PublishOutcome, Counter> byOutcome = new EnumMap<>(PublishOutcome.class);
            for (PublishOutcome outcome : PublishOutcome.values()) {
                byOutcome.put(
                        outcome,
                        Counter.builder("sync.producer.events")
                                .description("Sync events by what became of them")
                                .tag("type", type.name())
                                .tag(
                                        "outcome",
                                        outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .register(registry));
            }
            events.put(type, byOutcome);
        }
        retries = Counter.builder("sync.producer.retries")
                .description("Attempts to publish after a first one that failed")
                .register(registry);
    }

    @Override
    public void count(SyncEventType type, PublishOutcome outcome) {
        Counter counter = events.getOrDefault(type, Map.of()).get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void countRetry() {
        retries.increment();
    }
}
