package com.pfavanguard.sync.gateway.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts how often each limit was reached. Every limit has its counter from the start. Safe for any thread. */
@Component
public class LimitCounters {

    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    LimitCounters(MeterRegistry meters) {
        for (Limit limit : Limit.values()) {
            counters.put(limit, meters.counter("sync.gateway.limits", "limit", limit.label()));
        }
    }

    public void reached(Limit limit) {
        Counter counter = counters.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts the end of a session, if its close code is that of a limit. */
    public void closed(int code) {
        Limit.of(code).ifPresent(this::reached);
    }
}
